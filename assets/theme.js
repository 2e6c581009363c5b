// Runs in the head, before the first paint: the theme that was chosen, or the one the system prefers.
(function () {
  var kept = null;
  try { kept = window.localStorage.getItem("workbench-theme"); } catch (refused) { /* private mode: nothing is kept */ }
  var dark = kept ? kept === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");

  // Paper is light whatever the screen is.
  var onScreen = null;
  window.addEventListener("beforeprint", function () {
    onScreen = document.documentElement.getAttribute("data-bs-theme");
    document.documentElement.setAttribute("data-bs-theme", "light");
  });
  window.addEventListener("afterprint", function () {
    if (onScreen) { document.documentElement.setAttribute("data-bs-theme", onScreen); }
  });
})();
