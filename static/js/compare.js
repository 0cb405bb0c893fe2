// The basket of cases without leaving the page. Without this script the same buttons send a form and open the comparison.
(function () {
  "use strict";
  var COOKIE = "compare";
  var forms = Array.prototype.slice.call(document.querySelectorAll("form[data-compare-add]"));
  if (!forms.length || !window.fetch) {
    return;
  }
  var texts = forms[0].dataset;
  var bar = null;

  function stored() {
    var match = document.cookie.match(new RegExp("(?:^|; )" + COOKIE + '="?([0-9.]+)'));
    return match ? match[1].split(".") : [];
  }

  function mark(ids) {
    forms.forEach(function (form) {
      var inside = ids.indexOf(form.dataset.compareAdd) !== -1;
      var text = form.querySelector(".compare-add-text");
      if (!form.dataset.compareOut) {
        form.dataset.compareOut = text.textContent;
      }
      form.classList.toggle("compare-in", inside);
      text.textContent = inside ? form.dataset.compareIn : form.dataset.compareOut;
    });
  }

  // A bar at the lower edge: how many are chosen, what just happened, and the way to the comparison.
  function show(ids, message) {
    if (!bar) {
      bar = document.createElement("aside");
      bar.className = "compare-bar";
      bar.setAttribute("aria-label", texts.compareCount);
      bar.innerHTML = '<p role="status"></p><a class="krds-btn medium primary"></a>';
      document.body.appendChild(bar);
    }
    var link = bar.querySelector("a");
    bar.querySelector("p").textContent = message || texts.compareCount + " " + ids.length + "/4";
    link.textContent = texts.compareGo + " (" + ids.length + ")";
    link.href = texts.compareUrl + (ids.length ? "?id=" + ids.join("&id=") : "");
    link.hidden = ids.length === 0;
    bar.hidden = ids.length === 0 && !message;
    document.body.classList.toggle("has-compare-bar", !bar.hidden);
  }

  forms.forEach(function (form) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      window
        .fetch(form.getAttribute("action"), { // form.action is the field of that name
          method: "POST",
          body: new URLSearchParams(new FormData(form)),
          headers: { Accept: "application/json" },
          credentials: "same-origin",
        })
        .then(function (response) {
          if (!response.ok) {
            throw new Error(String(response.status));
          }
          return response.json();
        })
        .then(function (answer) {
          var ids = answer.ids.map(String);
          mark(ids);
          show(ids, answer.message);
        })
        .catch(function () {
          form.submit(); // the way without a script
        });
    });
  });

  function restore() {
    var ids = stored();
    mark(ids);
    if (ids.length || bar) {
      show(ids, "");
    }
  }
  restore();
  // A page from the browser's memory may be older than the basket.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      restore();
    }
  });
})();
