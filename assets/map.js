// The map's selection: every way to select ends in one list of cell ids, and only those reach the server.
window.dash_clientside = window.dash_clientside || {};
(function () {
  const none = () => window.dash_clientside.no_update;
  const sorted = (cells) => Array.from(new Set(cells)).sort((a, b) => a - b);
  const same = (one, other) => one.length === other.length && one.every((cell, at) => cell === other[at]);

  // 1, 2, 3, 4 and 7 are "1-4.7", as in the addresses of cohorts.
  function ranges(cells) {
    const parts = [];
    for (let at = 0; at < cells.length; at += 1) {
      const first = cells[at];
      while (at + 1 < cells.length && cells[at + 1] === cells[at] + 1) { at += 1; }
      parts.push(first === cells[at] ? String(first) : first + "-" + cells[at]);
    }
    return parts.join(".");
  }

  function cellsOf(event) {
    const points = (event && event.points) || [];
    return points.map((point) => point.customdata).flat().filter((cell) => Number.isInteger(cell));
  }

  function toggled(cells, cell) {
    return cells.includes(cell) ? cells.filter((other) => other !== cell) : cells.concat(cell);
  }

  function tableIsShown() {
    return document.querySelector(".map-panel.shows-table") !== null;
  }

  function answer(kept, cells) {
    const next = sorted(cells);
    if (same(next, kept)) { return [none(), null, none(), none()]; }
    // The clicked point is forgotten, so that a second click on the same cell counts, too.
    return [next, null, null, { ids: next.map(String) }];
  }

  window.dash_clientside.map = {
    select: function (lassoed, clicked, area, rows, clears, mode, selection, areas) {
      const kept = selection || [];
      const from = (window.dash_clientside.callback_context.triggered[0] || {}).prop_id || "";
      if (from.endsWith(".selectedData")) {
        // Redrawing takes the lasso's line away, which Plotly tells as an empty selection; a double click is null.
        const inside = cellsOf(lassoed);
        return lassoed && !inside.length ? [none(), none(), none(), none()] : answer(kept, inside);
      }
      if (from.endsWith(".clickData")) {
        const cell = cellsOf(clicked)[0];
        if (cell === undefined || mode !== "cell") { return [none(), null, none(), none()]; }
        return answer(kept, toggled(kept, cell));
      }
      if (from.endsWith(".selectedRows")) {
        if (!tableIsShown() || !Array.isArray(rows)) { return [none(), none(), none(), none()]; }
        const ticked = sorted(rows.map((row) => row.cell));
        return same(ticked, kept) ? [none(), none(), none(), none()] : [ticked, none(), null, none()];
      }
      if (from.endsWith(".n_clicks")) { return answer(kept, []); }
      if (from.endsWith(".value") && (area === null || area === undefined)) { return answer(kept, []); }
      const chosen = (areas || {})[area];
      if (!chosen) { return [none(), none(), none(), none()]; }
      const next = sorted(chosen);
      return same(next, kept) ? [none(), none(), none(), none()] : [next, null, none(), { ids: next.map(String) }];
    },

    // The address says what is seen, so that it can be shared; nothing is asked again for it.
    address: function (selection, colour, term) {
      const url = new URL(window.location.href);
      if (url.pathname.replace(/\/$/, "").split("/").pop() !== "map") { return none(); }
      const put = (name, value) => (value ? url.searchParams.set(name, value) : url.searchParams.delete(name));
      put("sel", ranges(selection || []));
      put("colour", colour === "area" ? "" : colour);
      put("term", colour === "finding" ? term : "");
      const query = url.searchParams.toString().replace(/%3A/g, ":").replace(/%7E/g, "~").replace(/%21/g, "!");
      window.history.replaceState(window.history.state, "", url.pathname + (query ? "?" + query : ""));
      return query;
    },

    // The room there is for the map, in steps of 40 pixels; it decides which names find a place. The legend and the
    // title come later and may take two lines more of its height.
    measure: function () {
      return new Promise((resolve) => window.requestAnimationFrame(() => {
        const room = document.querySelector(".map-figure");
        const step = (length, least) => Math.max(least, Math.floor(length / 40) * 40);
        if (!room) { resolve({ width: 720, height: 560 }); return; }
        resolve({ width: step(room.clientWidth, 240), height: step(room.clientHeight - 48, 240) });
      }));
    },
  };
})();
