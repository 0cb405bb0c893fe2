// Says in time that the session ends, and makes it longer at a click. What was typed stays where it is: when the
// session has ended, signing in in another window is enough, and the forms of this page take its new token.
(function () {
  "use strict";
  var notice = document.querySelector("[data-session-left]");
  if (!notice || !window.fetch) {
    return;
  }
  var WARN = 5 * 60 * 1000;
  var address = notice.dataset.sessionAddress;
  var reader = notice.dataset.sessionReader;
  var minutes = notice.querySelector("[data-session-minutes]");
  var whole = Number(notice.dataset.sessionLeft) * 1000;
  var warn = Math.min(WARN, whole / 3);
  var ends = Date.now() + whole;
  var shown = "";
  var timer = 0;

  function show(part) {
    if (part !== shown) {
      shown = part;
      notice.hidden = !part;
      notice.querySelectorAll("[data-session-part]").forEach(function (each) {
        each.hidden = each.dataset.sessionPart !== part;
      });
    }
  }

  function token() {
    var field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return field ? field.value : (document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/) || ["", ""])[1];
  }

  function renewForms(fresh) {
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach(function (field) {
      field.value = fresh;
    });
  }

  function ask(method) {
    var headers = { Accept: "application/json" };
    if (method === "POST") {
      headers["X-CSRFToken"] = token();
    }
    return fetch(address, { method: method, headers: headers, credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      return answer.json();
    });
  }

  function take(answer) {
    var same = answer.left > 0 && String(answer.user) === reader;
    ends = same ? Date.now() + answer.left * 1000 : 0;
    if (same && shown === "over") {
      renewForms(answer.token);
      show("back");
    }
    look();
  }

  // Another window may have gone on working, so nothing is said before the server was asked.
  function check() {
    ask("GET").then(take).catch(function () {
      look();
    });
  }

  function look() {
    var left = ends - Date.now();
    window.clearTimeout(timer);
    if (left <= 0) {
      show("over");
      return;
    }
    if (left > warn) {
      if (shown !== "back") {
        show("");
      }
      timer = window.setTimeout(check, left - warn + 200);
      return;
    }
    minutes.textContent = String(Math.max(1, Math.ceil(left / 60000)));
    show("soon");
    timer = window.setTimeout(left < 2000 ? check : look, Math.min(left, 10000) + 200);
  }

  notice.querySelector("[data-session-extend]").addEventListener("click", function () {
    ask("POST").then(take).catch(check);
  });
  window.addEventListener("focus", function () {
    if (shown) {
      check();
    }
  });
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) {
      check();
    }
  });
  look();
})();
