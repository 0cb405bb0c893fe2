// Comforts only: everything on the site can be read, searched, filtered and paged without this file.
(function () {
  "use strict";
  var root = document.documentElement;

  function remember(key, value) {
    try {
      if (value) {
        window.localStorage.setItem(key, value);
      } else {
        window.localStorage.removeItem(key);
      }
    } catch (error) {
      // Storage may be forbidden: the choice then holds for this page only.
    }
  }

  function all(selector) {
    return Array.prototype.slice.call(document.querySelectorAll(selector));
  }

  // Colour mode. "normal" is stored too: it overrides a system that asks for more contrast.
  var modeButtons = all("[data-toggle-mode]");
  function showMode() {
    var on = root.getAttribute("data-krds-mode") === "high-contrast";
    modeButtons.forEach(function (button) {
      button.setAttribute("aria-pressed", String(on));
    });
  }
  modeButtons.forEach(function (button) {
    button.addEventListener("click", function () {
      var on = root.getAttribute("data-krds-mode") === "high-contrast";
      if (on) {
        root.removeAttribute("data-krds-mode");
      } else {
        root.setAttribute("data-krds-mode", "high-contrast");
      }
      remember("portal.mode", on ? "normal" : "high-contrast");
      showMode();
    });
  });
  showMode();

  // Text size
  var sizeButtons = all("[data-text-size-choice]");
  function showSize() {
    var size = root.getAttribute("data-text-size") || "normal";
    sizeButtons.forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-text-size-choice") === size));
    });
  }
  sizeButtons.forEach(function (button) {
    button.addEventListener("click", function () {
      var size = button.getAttribute("data-text-size-choice");
      if (size === "normal") {
        root.removeAttribute("data-text-size");
        remember("portal.text-size", null);
      } else {
        root.setAttribute("data-text-size", size);
        remember("portal.text-size", size);
      }
      showSize();
    });
  });
  showSize();

  // Disclosures of the header: one open at a time, closed by Escape and by a click elsewhere.
  var drops = all("details[data-drop]");
  function closeDrops(except) {
    drops.forEach(function (drop) {
      if (drop !== except && !drop.contains(except)) {
        drop.open = false;
      }
    });
  }
  drops.forEach(function (drop) {
    drop.addEventListener("toggle", function () {
      if (drop.open) {
        closeDrops(drop);
      }
    });
  });
  document.addEventListener("click", function (event) {
    drops.forEach(function (drop) {
      if (drop.open && !drop.contains(event.target)) {
        drop.open = false;
      }
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") {
      return;
    }
    drops.forEach(function (drop) {
      if (drop.open) {
        var inside = drop.contains(document.activeElement);
        drop.open = false;
        if (inside) {
          drop.querySelector("summary").focus();
        }
      }
    });
  });

  // The filter panel is open on wide screens and folded on narrow ones; without this script it stays open.
  var wide = window.matchMedia("(min-width: 1024px)");
  function foldFilters() {
    all("details[data-filters]").forEach(function (panel) {
      panel.open = wide.matches;
      panel.setAttribute("data-ready", "");
    });
  }
  foldFilters();
  wide.addEventListener("change", foldFilters);

  // Pressing Enter while a Hangul syllable is still being composed must not send the form.
  all("form[role=search] input[name=q]").forEach(function (input) {
    input.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) {
        event.preventDefault();
      }
    });
  });

  // Pages open on the place a search result named: move the reading position there, not only the screen.
  function focusTarget() {
    var id = decodeURIComponent(window.location.hash.slice(1));
    var target = id && document.getElementById(id);
    if (target && target.matches("section[tabindex]")) {
      target.focus({ preventScroll: true });
    }
  }
  window.addEventListener("hashchange", focusTarget);
  focusTarget();
})();
