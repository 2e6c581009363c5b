// Draws tables: `components/tables.py` hands each one over as text in `data-table`, so that its cells are plain elements.
(function () {
  const drawn = new WeakMap(); // frame -> the text that was drawn into it
  let waits = false;

  function element(name, text, className, scope) {
    const made = document.createElement(name);
    if (text !== undefined) { made.textContent = text; }
    if (className) { made.className = className; }
    if (scope) { made.scope = scope; }
    return made;
  }

  function cell(value, at, kind, withheld) {
    const made = at ? element("td", undefined, kind) : element("th", undefined, kind, "row");
    made.append(value === null ? element("span", withheld, "withheld-word") : value);
    return made;
  }

  function whole(data) {
    const table = element("table", undefined, data.look);
    const head = element("tr");
    head.append(...data.columns.map(([label, kind]) => element("th", label, kind, "col")));
    const body = element("tbody");
    body.append(...data.rows.map((values) => {
      const row = element("tr");
      row.append(...values.map((value, at) => cell(value, at, data.columns[at][1], data.withheld)));
      return row;
    }));
    const heading = element("thead");
    heading.append(head);
    table.append(element("caption", data.caption, "visually-hidden"), heading, body);
    return table;
  }

  function draw() {
    waits = false;
    document.querySelectorAll(".table-frame[data-table]").forEach((frame) => {
      const text = frame.getAttribute("data-table");
      if (drawn.get(frame) === text) { return; }
      frame.replaceChildren(whole(JSON.parse(text)));
      drawn.set(frame, text);
    });
  }

  // Before the next picture is painted, so that no table is ever seen empty.
  new MutationObserver(() => {
    if (!waits) { waits = true; window.queueMicrotask(draw); }
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-table"] });
})();
