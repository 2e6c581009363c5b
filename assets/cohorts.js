// What the cohort page does without asking the server: its dialog and its side panel.
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.cohorts = {
  open_close: function (opened, closed, isOpen) {
    return opened || closed ? !isOpen : window.dash_clientside.no_update;
  },
  open: function (clicks) {
    return clicks ? true : window.dash_clientside.no_update;
  },
};

// The tabs of what can be added: arrows move, as in the tabs pattern of ARIA.
(function () {
  const tabs = () => Array.from(document.querySelectorAll(".clause-tabs [role=tab]"));

  function choose(tab, focuses) {
    tabs().forEach((one) => {
      const chosen = one === tab;
      one.setAttribute("aria-selected", String(chosen));
      one.tabIndex = chosen ? 0 : -1;
      document.getElementById(one.getAttribute("aria-controls")).hidden = !chosen;
    });
    if (focuses) { tab.focus(); }
  }

  document.addEventListener("click", (event) => {
    const tab = event.target.closest(".clause-tabs [role=tab]");
    if (tab) { choose(tab, false); }
    if (event.target.closest(".saved-panel a")) { window.dash_clientside.set_props("saved-panel", { is_open: false }); }
    const focused = event.target.closest("[data-focus]");
    const input = focused && document.getElementById(focused.getAttribute("data-focus"));
    if (input) {
      const panel = input.closest("[role=tabpanel]");
      const owner = panel && document.getElementById(panel.getAttribute("aria-labelledby"));
      if (owner) { choose(owner, false); }
      input.focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.closest || !event.target.closest(".clause-tabs")) { return; }
    const all = tabs();
    const at = all.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) { return; }
    event.preventDefault();
    choose(all[(to + all.length) % all.length], true);
  });
})();
