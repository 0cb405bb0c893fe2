// Explains marked terms next to the word: on hover, on focus and on tap. Without this file they are plain links.
(function () {
  "use strict";
  var notes = document.getElementById("term-notes");
  var main = document.getElementById("content");
  if (!notes || !main) {
    return;
  }
  var GAP = 6; // pixels between the word and its explanation
  var MARGIN = 12; // pixels kept free at the sides of the window
  var OPEN_AFTER = 120;
  var CLOSE_AFTER = 250; // time to move the pointer from the word into the explanation
  var box = null;
  var shown = null; // the word that is explained
  var timer = 0;
  var touched = false;

  function make() {
    box = document.createElement("div");
    box.className = "term-box";
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", notes.getAttribute("data-label"));
    box.hidden = true;
    var text = document.createElement("p");
    var more = document.createElement("a");
    more.className = "term-more";
    more.textContent = notes.getAttribute("data-more");
    more.tabIndex = -1; // the word itself is the same link
    box.appendChild(text);
    box.appendChild(more);
    main.appendChild(box);
    box.addEventListener("mouseenter", stop);
    box.addEventListener("mouseleave", closeSoon);
  }

  function stop() {
    window.clearTimeout(timer);
  }

  function open(word) {
    var note = document.getElementById(word.getAttribute("aria-describedby"));
    stop();
    if (!note || shown === word) {
      return;
    }
    if (!box) {
      make();
    }
    box.firstChild.replaceWith(note.cloneNode(true));
    box.firstChild.removeAttribute("id");
    box.lastChild.href = word.href;
    box.hidden = false;
    shown = word;
    place();
  }

  // Below the word, above it where there is no room below; inside the window from side to side.
  function place() {
    if (!shown) {
      return;
    }
    var first = shown.getClientRects()[0] || shown.getBoundingClientRect();
    var last = shown.getClientRects();
    last = last[last.length - 1] || first;
    var frame = (box.offsetParent || document.documentElement).getBoundingClientRect();
    var width = document.documentElement.clientWidth;
    box.style.maxWidth = Math.min(380, width - 2 * MARGIN) + "px";
    box.style.left = "0";
    var left = Math.max(MARGIN, Math.min(first.left, width - MARGIN - box.offsetWidth));
    var below = last.bottom + GAP;
    var above = first.top - GAP - box.offsetHeight;
    var top = below + box.offsetHeight > window.innerHeight && above >= 0 ? above : below;
    box.style.left = left - frame.left + "px";
    box.style.top = top - frame.top + "px";
  }

  function close() {
    stop();
    if (shown) {
      shown = null;
      box.hidden = true;
    }
  }

  function closeSoon() {
    stop();
    timer = window.setTimeout(close, CLOSE_AFTER);
  }

  function wordOf(event) {
    return event.target.closest ? event.target.closest("a.term") : null;
  }

  main.addEventListener("mouseover", function (event) {
    var word = wordOf(event);
    if (word && !touched) {
      stop();
      timer = window.setTimeout(function () {
        open(word);
      }, OPEN_AFTER);
    }
  });
  main.addEventListener("mouseout", function (event) {
    if (wordOf(event) && !touched) {
      closeSoon();
    }
  });
  main.addEventListener("focusin", function (event) {
    var word = wordOf(event);
    if (word && !touched) {
      open(word);
    }
  });
  main.addEventListener("focusout", function (event) {
    if (wordOf(event) && !touched) {
      closeSoon();
    }
  });

  // A finger has no hover: its first tap explains, the second follows the link.
  document.addEventListener("pointerdown", function (event) {
    touched = event.pointerType === "touch";
    if (shown && !box.contains(event.target) && wordOf(event) !== shown) {
      close();
    }
  });
  main.addEventListener("click", function (event) {
    var word = wordOf(event);
    if (word && touched && shown !== word) {
      event.preventDefault();
      open(word);
    }
  });

  document.addEventListener("keydown", function (event) {
    touched = false;
    if (event.key === "Escape" && shown) {
      close();
    }
  });
  window.addEventListener("resize", place);
})();
