'use strict';

// A strip of many links is one stop for the keyboard; the arrows move within it.
function oneStop(strip) {
  const links = Array.from(strip.querySelectorAll('a'));
  const reach = index => links.forEach((link, i) => { link.tabIndex = i === index ? 0 : -1; });
  reach(links.length - 1);
  strip.addEventListener('keydown', event => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -links.length, End: links.length }[event.key];
    if (step) {
      const now = links.indexOf(document.activeElement);
      const next = Math.max(0, Math.min(links.length - 1, now + step));
      reach(next);
      links[next].focus();
      event.preventDefault();
    }
  });
}

document.querySelectorAll('.strip').forEach(oneStop);
