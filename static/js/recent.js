// What was read last, kept in this browser and nowhere else. The server says what may be kept: pages open to all only.
(function () {
  "use strict";
  var KEY = "portal.recent";
  var KEPT = 9;
  var section = document.querySelector("[data-recent]");
  if (!section) {
    return;
  }

  function stored() {
    try {
      var found = JSON.parse(window.localStorage.getItem(KEY) || "[]");
      // Addresses of this site only, whatever has been written there.
      return Array.isArray(found)
        ? found.filter(function (item) {
            return item && typeof item.title === "string" && /^\/(?!\/)/.test(item.url);
          })
        : [];
    } catch (error) {
      return []; // storage may be forbidden, or hold something else
    }
  }

  function store(items) {
    try {
      if (items.length) {
        window.localStorage.setItem(KEY, JSON.stringify(items));
      } else {
        window.localStorage.removeItem(KEY);
      }
    } catch (error) {
      // Nothing is kept then.
    }
  }

  var here = window.location.pathname;
  var others = stored().filter(function (item) {
    return item.url !== here;
  });
  if (section.dataset.recentTitle) {
    var now = {
      url: here,
      title: section.dataset.recentTitle.slice(0, 200),
      kind: section.dataset.recentKind,
      lang: document.documentElement.lang,
    };
    store([now].concat(others).slice(0, KEPT));
  }

  var list = section.querySelector("ul");
  others.slice(0, KEPT - 1).forEach(function (item) {
    var row = document.createElement("li");
    var kind = document.createElement("span");
    kind.className = "krds-badge bg-light-primary";
    kind.textContent = String(item.kind || "");
    var link = document.createElement("a");
    link.className = "link";
    link.href = item.url;
    link.textContent = item.title;
    if (document.documentElement.lang !== "ko" && /[가-힣]/.test(item.title)) {
      link.lang = "ko";
    }
    if (item.lang !== document.documentElement.lang) {
      kind.lang = String(item.lang || "ko");
    }
    row.append(kind, " ", link);
    list.appendChild(row);
  });
  section.hidden = others.length === 0;

  section.querySelector("[data-recent-clear]").addEventListener("click", function (event) {
    store([]);
    list.remove();
    event.currentTarget.hidden = true;
    var told = section.querySelector("[data-recent-cleared]");
    told.hidden = false;
    told.focus();
  });
})();
