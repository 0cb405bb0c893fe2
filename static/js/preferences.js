// Runs before the first paint: the reader's colour mode and text size, as they were left. No flash of another look.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  var read = function (key) {
    try {
      return window.localStorage.getItem(key);
    } catch (error) {
      return null; // storage may be forbidden: the page then keeps its defaults
    }
  };
  var mode = read("portal.mode");
  if (mode === null && window.matchMedia && window.matchMedia("(prefers-contrast: more)").matches) {
    mode = "high-contrast";
  }
  if (mode === "high-contrast") {
    root.setAttribute("data-krds-mode", mode);
  }
  var size = read("portal.text-size");
  if (size === "large" || size === "xlarge" || size === "xxlarge") {
    root.setAttribute("data-text-size", size);
  }
})();
