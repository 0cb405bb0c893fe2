// Asks at the moment that is playing, and opens the question that an address leads to.
(function () {
  "use strict";
  var link = document.querySelector("[data-ask]");
  var media = document.querySelector("[data-media]");

  if (link && media) {
    link.addEventListener("click", function () {
      var seconds = Math.floor(media.currentTime || 0);
      if (seconds > 0) {
        var address = new URL(link.href);
        address.searchParams.set("at", "t=" + seconds);
        link.href = address.href;
      }
    });
  }

  function open() {
    var question = /^#q\d+$/.test(window.location.hash)
      ? document.getElementById(window.location.hash.slice(1))
      : null;
    if (question && "open" in question) {
      question.open = true;
      question.scrollIntoView();
    }
  }

  window.addEventListener("hashchange", open);
  open();
})();
