// Tells which place in the results was opened, and nothing about who did. Links stay plain links; without this file
// the place of a click is not known.
(function () {
  "use strict";
  var list = document.querySelector("[data-search-clicks]");
  if (!list || !navigator.sendBeacon) {
    return;
  }

  function tell(event) {
    var link = event.target.closest && event.target.closest("a");
    var item = link && link.closest("[data-search-clicks] > li");
    // The middle button opens results as well; the right one only a menu. Short addresses to copy open nothing.
    if (!item || event.button > 1 || !link.closest(".card-title, .passage") || link.classList.contains("report-copy")) {
      return;
    }
    var place = Array.prototype.indexOf.call(list.children, item);
    var told = new URLSearchParams();
    told.set("q", list.getAttribute("data-query"));
    told.set("rank", String(Number(list.getAttribute("data-first")) + place));
    navigator.sendBeacon(list.getAttribute("data-search-clicks"), told);
  }

  list.addEventListener("click", tell);
  list.addEventListener("auxclick", tell);
})();
