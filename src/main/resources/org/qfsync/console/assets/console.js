'use strict';

// A strip of many links is one stop for the keyboard; the arrows move within it.
function oneStop(strip) {
  const links = Array.from(strip.querySelectorAll('a')).filter(link => link.offsetParent);
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

// An answer may take a while: who asks sees that it was asked. Who comes back finds the form as it was.
document.querySelectorAll('form[data-asking]').forEach(form => {
  const button = form.querySelector('button');
  const words = button.textContent;
  form.addEventListener('submit', () => { button.textContent = form.dataset.asking; });
  window.addEventListener('pageshow', () => { button.textContent = words; });
});

// Where the sections do not fit side by side, the one that is shown is in sight.
const current = document.querySelector('nav [aria-current]');
if (current) {
  current.scrollIntoView({ block: 'nearest', inline: 'center' });
}

// Charts are drawn from tables that stay in the page for who cannot see or does not want to guess.
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function rowsOf(canvas) {
  return Array.from(document.getElementById(canvas.dataset.table).querySelectorAll('tbody tr'), row => row.dataset);
}

function axis(title, more) {
  return Object.assign({
    beginAtZero: true,
    title: { display: Boolean(title), text: title, color: colour('--quiet') },
    ticks: { color: colour('--quiet'), maxRotation: 0, autoSkipPadding: 16, precision: 0 },
    grid: { color: colour('--line') }
  }, more);
}

const plans = {
  nights(rows) {
    const minutes = rows.some(row => row.seconds > 180);
    return {
      data: {
        labels: rows.map(row => row.label.slice(5)),
        datasets: [
          { type: 'line', label: minutes ? 'Minutes' : 'Seconds', yAxisID: 'y', borderColor: colour('--busy'),
            backgroundColor: colour('--busy'), borderWidth: 2, pointRadius: rows.length > 20 ? 1 : 3, tension: 0,
            data: rows.map(row => minutes ? row.seconds / 60 : Number(row.seconds)) },
          { type: 'bar', label: 'Rows changed', yAxisID: 'rows', backgroundColor: colour('--bar'), maxBarThickness: 24,
            data: rows.map(row => Number(row.rows)) }
        ]
      },
      options: { scales: {
        x: axis('', { grid: { display: false } }),
        y: axis(minutes ? 'Minutes' : 'Seconds', {}),
        rows: axis('Rows changed', { position: 'right', grid: { display: false } })
      } }
    };
  },
  causes(rows) {
    return {
      type: 'bar',
      data: {
        labels: rows.map(row => row.label),
        datasets: [{ label: 'Failures', backgroundColor: colour('--bad'), maxBarThickness: 28,
          data: rows.map(row => Number(row.times)) }]
      },
      options: { indexAxis: 'y', plugins: { legend: { display: false } },
        scales: { x: axis('Failures', {}), y: axis('', { grid: { display: false } }) } }
    };
  }
};

const drawn = [];

function draw() {
  drawn.splice(0).forEach(chart => chart.destroy());
  document.querySelectorAll('canvas[data-chart]').forEach(canvas => {
    const plan = plans[canvas.dataset.chart](rowsOf(canvas));
    const plain = { responsive: true, maintainAspectRatio: false, animation: false,
      plugins: { legend: { labels: { color: colour('--text'), boxWidth: 12 } } } };
    plan.options.plugins = Object.assign(plain.plugins, plan.options.plugins);
    plan.options = Object.assign(plain, plan.options);
    drawn.push(new Chart(canvas, plan));
  });
}

if (window.Chart) {
  draw();
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
}
