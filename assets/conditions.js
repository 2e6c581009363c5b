// What is selected among the conditions: every way to select ends in one text, "group:condition".
window.dash_clientside = window.dash_clientside || {};
(function () {
  const none = () => window.dash_clientside.no_update;
  let now = "";

  function parts(picked) {
    const text = picked || "", at = text.indexOf(":");
    return at < 0 ? { group: "", condition: "" } : { group: text.slice(0, at), condition: text.slice(at + 1) };
  }

  function isPressed(button, picked) {
    const own = parts(button), now = parts(picked);
    return own.condition ? own.condition === now.condition : own.group !== "" && own.group === now.group;
  }

  // The buttons say themselves what they select. That is marked on them here and not by a callback: the list of what
  // was found comes and goes while one types, and Dash stumbles over buttons that are gone.
  function mark() {
    document.querySelectorAll("[data-pick]").forEach((button) => {
      const pressed = String(isPressed(button.getAttribute("data-pick"), now));
      if (button.getAttribute("aria-pressed") !== pressed) { button.setAttribute("aria-pressed", pressed); }
    });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick]");
    if (!button) { return; }
    const pick = button.getAttribute("data-pick");
    window.dash_clientside.set_props("conditions-picked", { data: isPressed(pick, now) ? "" : pick });
  });

  new MutationObserver(mark).observe(document.documentElement, { childList: true, subtree: true });

  // The box about a group takes room from the list: the selected row stays in view whenever the list changes its size.
  const resized = new ResizeObserver(() => {
    const row = document.querySelector('.conditions-row[aria-pressed="true"]');
    if (row) { row.scrollIntoView({ block: "nearest" }); }
  });

  function keepInView() {
    const list = document.querySelector(".conditions-list");
    resized.disconnect();
    // On a narrow screen the list has its own height, and the whole page would move.
    if (list && window.matchMedia("(min-width: 1101px)").matches) { resized.observe(list); }
  }

  // Gives what was typed once nobody has typed for 150 ms.
  function settling() {
    let timer = 0;
    let drop = null;
    return function (typed) {
      window.clearTimeout(timer);
      if (drop) { drop(none()); }
      return new Promise((resolve) => {
        drop = resolve;
        timer = window.setTimeout(() => { drop = null; resolve((typed || "").trim()); }, 150);
      });
    };
  }

  window.dash_clientside.conditions = {
    // A click on a disc; the same once more selects nothing.
    pick: function (clicked, picked) {
      const disc = clicked && clicked.points.map((point) => point.customdata).flat()[0];
      // The clicked point is forgotten, so that a second click on the same disc counts, too.
      return disc ? [disc === picked ? "" : disc, null] : [none(), none()];
    },

    // Marks the buttons; the address says what is seen, so that it can be shared. Nothing is asked again for it.
    tell: function (picked) {
      now = picked || "";
      mark();
      keepInView();
      const url = new URL(window.location.href);
      if (url.pathname.replace(/\/$/, "").split("/").pop() !== "conditions") { return none(); }
      const put = (name, value) => (value ? url.searchParams.set(name, value) : url.searchParams.delete(name));
      const { group, condition } = parts(picked);
      put("group", group);
      put("condition", condition);
      const query = url.searchParams.toString().replace(/%3A/g, ":").replace(/%7E/g, "~").replace(/%21/g, "!");
      window.history.replaceState(window.history.state, "", url.pathname + (query ? "?" + query : ""));
      return query;
    },

    // The room there is for the figure, in steps of 20 pixels; it decides which names find a place.
    measure: function () {
      return new Promise((resolve) => window.requestAnimationFrame(() => {
        const room = document.querySelector(".conditions-figure");
        const step = (length) => Math.max(240, Math.floor(length / 20) * 20);
        resolve(room ? { width: step(room.clientWidth), height: step(room.clientHeight) } : { width: 720, height: 600 });
      }));
    },

    settle: settling(),
    settle_on_page: settling(),
  };
})();
