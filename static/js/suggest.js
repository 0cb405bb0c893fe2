// Suggestions under the search field (ARIA combobox with a list). Without this script the field is a plain form.
// The script never writes into the field while a syllable is composed, and takes no key that the input method takes.
(function () {
  "use strict";
  var WAIT = 80; // milliseconds without a key before asking
  var TELL = 400; // before a screen reader is told how many there are
  var REMEMBERED = 60; // answers
  if (!window.fetch || !window.AbortController) {
    return;
  }

  function element(name, className, parent) {
    var made = document.createElement(name);
    made.className = className;
    parent.appendChild(made);
    return made;
  }

  function connect(form) {
    var input = form.querySelector("input[name=q]");
    var kinds = JSON.parse(form.dataset.suggestKinds);
    var language = document.documentElement.lang;
    var answers = new Map();
    var items = []; // what is in the list
    var shownFor = null; // the text that the list belongs to
    var active = -1;
    var asked = 0; // number of the newest request; older answers are not shown
    var request = null;
    var timer = 0;
    var telling = 0;

    var list = element("ul", "suggest-list", form);
    list.id = input.id + "-suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", form.dataset.suggestLabel);
    var status = element("p", "sr-only", form);
    status.setAttribute("role", "status");
    input.type = "text"; // a search field must not be a combobox
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");

    function isOpen() {
      return !list.hidden;
    }

    function text() {
      return input.value.trim();
    }

    function tell(message) {
      window.clearTimeout(telling);
      telling = window.setTimeout(function () {
        status.textContent = message;
      }, TELL);
    }

    function choose(place) {
      var options = list.children;
      if (active >= 0 && options[active]) {
        options[active].setAttribute("aria-selected", "false");
      }
      active = place;
      if (place < 0) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      options[place].setAttribute("aria-selected", "true");
      options[place].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[place].id);
    }

    function close() {
      asked += 1;
      window.clearTimeout(timer);
      choose(-1);
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      tell("");
    }

    function open() {
      if (!items.length) {
        close();
        return;
      }
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      tell(form.dataset.suggestCount.replace("{count}", String(items.length)));
    }

    function go(item, elsewhere) {
      if (elsewhere) {
        window.open(item.url, "_blank", "noopener");
      } else {
        close();
        window.location.assign(item.url);
      }
    }

    function row(item, place) {
      var option = element("li", "suggest-option", list);
      option.id = list.id + "-" + place;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      var name = element("span", "suggest-text", option);
      name.textContent = item.text;
      if (language !== "ko" && /[가-힣]/.test(item.text)) {
        name.lang = "ko";
      }
      option.appendChild(document.createTextNode(" "));
      var district = item.district && item.district !== item.text ? " · " + item.district : "";
      element("span", "suggest-kind", option).textContent = (kinds[item.kind] || item.kind) + district;
      option.addEventListener("click", function (event) {
        go(item, event.ctrlKey || event.metaKey);
      });
      option.addEventListener("auxclick", function (event) {
        if (event.button === 1) {
          go(item, true);
        }
      });
    }

    function fill(typed, found, first) {
      if (document.activeElement !== input || text() !== typed) {
        return;
      }
      choose(-1);
      items = found;
      shownFor = typed;
      list.textContent = "";
      found.forEach(row);
      open();
      if (first && items.length) {
        choose(first > 0 ? 0 : items.length - 1);
      }
    }

    function ask(first) {
      var typed = text();
      window.clearTimeout(timer);
      asked += 1;
      if (request) {
        request.abort();
        request = null;
      }
      if (!typed) {
        items = [];
        shownFor = null;
        close();
        return;
      }
      if (answers.has(typed)) {
        fill(typed, answers.get(typed), first);
        return;
      }
      var number = asked;
      request = new AbortController();
      var address = form.dataset.suggest + "?q=" + encodeURIComponent(typed.slice(0, 100));
      window
        .fetch(address + (language === "en" ? "&lang=en" : ""), {
          signal: request.signal,
          headers: { Accept: "application/json" },
        })
        .then(function (response) {
          return response.ok ? response.json() : { suggestions: [] };
        })
        .then(function (answer) {
          if (answers.size >= REMEMBERED) {
            answers.clear();
          }
          answers.set(typed, answer.suggestions);
          if (number === asked) {
            fill(typed, answer.suggestions, first);
          }
        })
        .catch(function () {
          // Given up for a newer request, or no connection: the form works all the same.
        });
    }

    function move(step) {
      if (!isOpen()) {
        if (shownFor === text() && items.length) {
          open();
          choose(step > 0 ? 0 : items.length - 1);
        } else {
          ask(step);
        }
        return;
      }
      var next = active < 0 && step < 0 ? items.length - 1 : active + step;
      choose((next + items.length) % items.length);
    }

    input.addEventListener("input", function () {
      window.clearTimeout(timer);
      if (text() === shownFor) {
        return; // the end of a composition changes nothing
      }
      choose(-1);
      timer = window.setTimeout(ask, text() ? WAIT : 0);
    });

    input.addEventListener("keydown", function (event) {
      if (event.isComposing || event.keyCode === 229) {
        return; // this key belongs to the input method
      }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        var down = event.key === "ArrowDown";
        if (event.altKey) {
          if (down) {
            if (!isOpen()) {
              ask();
            }
          } else {
            close();
          }
        } else if (!event.shiftKey && !event.ctrlKey && !event.metaKey) {
          move(down ? 1 : -1);
        } else {
          return;
        }
        event.preventDefault();
      } else if (event.key === "Enter" && isOpen() && active >= 0) {
        event.preventDefault();
        go(items[active], event.ctrlKey || event.metaKey);
      } else if (event.key === "Escape") {
        if (isOpen()) {
          close();
          event.preventDefault();
          event.stopPropagation();
        } else if (input.value) {
          input.value = "";
        }
      } else if (["Home", "End", "ArrowLeft", "ArrowRight"].indexOf(event.key) !== -1) {
        choose(-1); // back to the text
      }
    });

    // A press on the list leaves the focus in the field.
    list.addEventListener("mousedown", function (event) {
      event.preventDefault();
    });
    input.addEventListener("blur", close);
    form.addEventListener("submit", close);
    window.addEventListener("pageshow", close);
  }

  Array.prototype.forEach.call(document.querySelectorAll("form[data-suggest]"), connect);
})();
