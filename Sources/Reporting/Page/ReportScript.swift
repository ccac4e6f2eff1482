/// The script of reports: it sorts and filters tables, and zooms task streams.
enum ReportScript {
    /// The digest of ``text``, by which the page's policy lets it run, and nothing else.
    ///
    /// If the two do not match, Chromium refuses the script with a message that has the right digest, and the tests of
    /// pages fail.
    static let digest: StaticString = "sha256-e1OejRlNoARWGA51qVMwVvCFszwXStiX3nkua40dNOQ="

    static let text: StaticString = """
        'use strict';
        const opposite = {ascending: 'descending', descending: 'ascending'};
        const value = (row, column) => row.cells[column].dataset.value ?? row.cells[column].textContent;

        // Numbers by size, texts by letters; missing values are last in either direction.
        const compare = (first, second, sign) => {
          if (first === '' || second === '') return first === second ? 0 : first === '' ? 1 : -1;
          const difference = Number(first) - Number(second);
          return sign * (Number.isNaN(difference) ? first.localeCompare(second) : difference);
        };

        for (const table of document.querySelectorAll('table[data-sortable]')) {
          const body = table.tBodies[0];
          const heads = [...table.tHead.rows[0].cells];
          heads.forEach((head, column) => head.querySelector('button').addEventListener('click', () => {
            const first = head.dataset.first;
            const direction = head.getAttribute('aria-sort') === first ? opposite[first] : first;
            for (const other of heads) other.setAttribute('aria-sort', other === head ? direction : 'none');
            const sign = direction === 'ascending' ? 1 : -1;
            const rows = [...body.rows].map(row => [value(row, column), row]);
            rows.sort((a, b) => compare(a[0], b[0], sign));
            body.append(...rows.map(row => row[1]));
          }));

          const filter = document.getElementById(table.dataset.filter);
          const status = document.getElementById(table.dataset.status);
          const texts = new Map([...body.rows].map(row => [row, row.textContent.toLowerCase()]));
          const apply = () => {
            const words = filter.value.toLowerCase().split(/\\s+/).filter(word => word);
            let shown = 0;
            for (const [row, text] of texts) {
              row.hidden = !words.every(word => text.includes(word));
              if (!row.hidden) shown += 1;
            }
            status.textContent = shown + ' of ' + texts.size + ' shown';
          };
          filter.addEventListener('input', apply);
          apply();
        }

        // The time of a task stream: a window of the whole run, from one second to another.
        for (const figure of document.querySelectorAll('.zoomable')) {
          const bars = figure.querySelector('svg.window');
          const ticks = [...figure.querySelectorAll('[data-axis] text[text-anchor=middle]')];
          const note = figure.querySelector('figcaption');
          const [left, top, width, height] = bars.getAttribute('viewBox').split(' ').map(Number);
          const whole = Number(bars.dataset.seconds);
          for (const tick of ticks) tick.dataset.whole = tick.textContent;
          let [from, length] = [0, whole];

          const show = () => {
            length = Math.min(whole, Math.max(length, whole / 10000));
            from = Math.min(whole - length, Math.max(0, from));
            const start = left + width * from / whole;
            bars.setAttribute('viewBox', [start, top, width * length / whole, height].join(' '));
            const [unit, name] = [[3600, 'h'], [60, 'min'], [1, 's'], [1e-3, 'ms'], [1e-6, 'µs']]
              .find(unit => from + length >= 2 * unit[0]) ?? [1e-6, 'µs'];
            const digits = Math.min(6, Math.max(0, Math.ceil(1 - Math.log10(length / unit))));
            for (const tick of ticks) {
              const time = from + length * (Number(tick.getAttribute('x')) - left) / width;
              tick.textContent = length === whole ? tick.dataset.whole : (time / unit).toFixed(digits) + ' ' + name;
            }
          };
          const zoom = (factor, place) => {
            const fixed = from + length * place;
            length = factor === 0 ? whole : Math.min(whole, length * factor);
            from = fixed - length * place;
            show();
          };
          const place = event => {
            const area = bars.getBoundingClientRect();
            return Math.min(1, Math.max(0, (event.clientX - area.left) / area.width));
          };

          for (const button of figure.querySelectorAll('[data-zoom]')) {
            button.addEventListener('click', () => zoom(Number(button.dataset.zoom), 0.5));
          }
          // Without the focus, the wheel scrolls the page.
          figure.addEventListener('wheel', event => {
            if (!event.ctrlKey && !figure.contains(document.activeElement)) return;
            event.preventDefault();
            zoom(event.deltaY < 0 ? 0.8 : 1.25, place(event));
          }, {passive: false});
          figure.addEventListener('keydown', event => {
            const act = {'+': () => zoom(0.5, 0.5), '-': () => zoom(2, 0.5), '0': () => zoom(0, 0.5),
              ArrowLeft: () => { from -= length / 5; show(); }, ArrowRight: () => { from += length / 5; show(); }};
            if (event.ctrlKey || event.metaKey || event.altKey || !act[event.key]) return;
            event.preventDefault();
            act[event.key]();
          });
          let grip = null;
          bars.ownerSVGElement.addEventListener('pointerdown', event => { grip = [event.clientX, from]; });
          window.addEventListener('pointerup', () => { grip = null; });
          window.addEventListener('pointermove', event => {
            if (!grip) return;
            from = grip[1] - length * (event.clientX - grip[0]) / bars.getBoundingClientRect().width;
            show();
          });
          bars.addEventListener('pointerover', event => {
            const title = event.target.querySelector('title');
            if (title) note.textContent = title.textContent;
          });
        }
        """
}
