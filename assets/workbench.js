// What the browser does without asking the server: theme, navigation, the panel's table and download.
window.dash_clientside = window.dash_clientside || {};
(function () {
  const none = () => window.dash_clientside.no_update;

  function themeNow() {
    return document.documentElement.getAttribute("data-bs-theme") === "dark" ? "dark" : "light";
  }

  // The page's address with the cohort (?q=) carried along; other parameters belong to their page.
  function withCohort(path, search) {
    const cohort = new URLSearchParams(search || "").get("q");
    return cohort ? path + "?q=" + encodeURIComponent(cohort).replace(/%3A/g, ":") : path;
  }

  function isHere(path, pathname) {
    if (pathname === "/condition") {
      return path === "/conditions"; // one of them, reached from their page
    }
    return path === "/" ? pathname === "/" : pathname === path || pathname.startsWith(path + "/");
  }

  window.dash_clientside.workbench = {
    theme: function (clicks) {
      if (clicks) {
        const next = themeNow() === "dark" ? "light" : "dark";
        document.documentElement.setAttribute("data-bs-theme", next);
        try { window.localStorage.setItem("workbench-theme", next); } catch (refused) { /* not kept */ }
      }
      return themeNow();
    },

    navigate: function (pathname, search, ids) {
      const here = pathname || "/";
      document.querySelectorAll(".side-nav a[aria-current]").forEach((link) => link.removeAttribute("aria-current"));
      window.requestAnimationFrame(() => {
        document.querySelectorAll(".side-nav a.is-here").forEach((link) => link.setAttribute("aria-current", "page"));
      });
      return [
        ids.map((id) => withCohort(id.to, search)),
        ids.map((id) => (isHere(id.to, here) ? "nav-link-own is-here" : "nav-link-own")),
      ];
    },

    menu: function (clicks, pathname, classes) {
      const pressed = window.dash_clientside.callback_context.triggered.some((one) => one.prop_id.endsWith(".n_clicks"));
      const opens = pressed && !(classes || "").includes("is-open");
      return [opens ? "side-nav is-open" : "side-nav", opens ? "true" : "false"];
    },

    copy_link: async function (clicks) {
      if (!clicks) { return none(); }
      try {
        await navigator.clipboard.writeText(window.location.href);
        window.setTimeout(() => window.dash_clientside.set_props("shell-copy-link-said", { children: "" }), 2500);
        return "Copied";
      } catch (refused) {
        return "Copy it from the address bar";
      }
    },

    toggle_table: function (clicks, classes) {
      if (!clicks) { return none(); }
      const names = (classes || "").split(" ").filter((name) => name && name !== "shows-table");
      const shows = (classes || "").split(" ").includes("shows-table");
      // A figure that was hidden has no size yet: let it measure itself once it is seen.
      window.requestAnimationFrame(() => window.dispatchEvent(new Event("resize")));
      return (shows ? names : names.concat("shows-table")).join(" ");
    },

    // A link to /help#cite comes before the page does: go there once it stands.
    scroll_to_anchor: function (shown) {
      const anchor = shown && window.location.hash ? document.getElementById(window.location.hash.slice(1)) : null;
      if (anchor) { anchor.scrollIntoView(); }
      return none();
    },

    download: function (clicks, rows) {
      return clicks ? { type: "text/csv;charset=utf-8", ...rows } : none();
    },
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) { return; }
    const words = button.querySelector("span:last-child");
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      words.textContent = "Copied";
    } catch (refused) {
      words.textContent = "Mark the text and copy it";
    }
  });
})();
