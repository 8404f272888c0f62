// Says on the page that something has changed elsewhere. Nothing depends on it: without it, load the page again.
"use strict";
(() => {
  const place = document.querySelector("[data-changes]");
  if (!place || !window.EventSource) return;
  const source = new EventSource(place.dataset.changes);
  source.addEventListener("changed", () => {
    source.close();
    const link = document.createElement("a");
    link.href = location.pathname + location.search;
    link.textContent = "Show it";
    place.append("Something has changed since this page was loaded. ", link);
    place.classList.add("changed");
  });
  window.addEventListener("pagehide", () => source.close());
})();
