// A page that outlives its session asks for what it may not have any more: then the way back in is shown.
(function () {
  const asked = window.fetch;
  window.fetch = async (...all) => {
    const answer = await asked(...all);
    if (answer.status === 401 && answer.url.startsWith(window.location.origin + "/_dash-")) {
      window.location.assign("/sign-in?next=" + encodeURIComponent(window.location.pathname + window.location.search));
      return new Promise(() => {}); // the page is left: whoever waits for this answer would only complain
    }
    return answer;
  };
})();
