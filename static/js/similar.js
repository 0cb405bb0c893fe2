// Shows what is alike while somebody writes. Without this file the confirming step shows it.
(function () {
  "use strict";
  var PAUSE = 500; // milliseconds without a key before asking
  var LEAST = 4; // characters
  var MOST = 200; // as many as a search reads

  document.querySelectorAll("[data-similar]").forEach(function (box) {
    var form = box.closest("form");
    var field = form && form.elements.namedItem(box.dataset.similarField);
    if (!field) {
      return;
    }
    var timer = 0;
    var asked = "";
    var running = null;

    function ask() {
      var text = field.value.trim().slice(0, MOST);
      if (text === asked) {
        return;
      }
      asked = text;
      if (running) {
        running.abort();
      }
      if (text.length < LEAST) {
        box.replaceChildren();
        return;
      }
      running = new AbortController();
      var address = new URL(box.dataset.similar, window.location.href);
      address.searchParams.set("q", text);
      box.dataset.similarKinds.split(" ").forEach(function (kind) {
        address.searchParams.append("kind", kind);
      });
      window
        .fetch(address, { signal: running.signal, credentials: "same-origin" })
        .then(function (answer) {
          return answer.ok ? answer.text() : null;
        })
        .then(function (html) {
          if (html !== null && text === asked) {
            // Our own server's markup, in which every text is escaped.
            box.innerHTML = html;
          }
        })
        .catch(function () {
          // Nobody is kept from writing because nothing could be compared.
        });
    }

    field.addEventListener("input", function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, PAUSE);
    });
  });
})();
