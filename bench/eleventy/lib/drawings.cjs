// Events along an axis of time, or counted by period; the places of shapes are worked out.
const { escape, day, shortDay, resolve, anchor } = require("./site.cjs");

const axis = ({ ticks, top, bottom, width }) => `${ticks
  .map(
    (tick) => `<line class="grid" x1="${tick.at}" x2="${tick.at}" y1="${top}" y2="${bottom}"/>
<text class="tick" x="${tick.at}" y="${bottom + 16}" text-anchor="${tick.anchor}">${tick.label}</text>
`,
  )
  .join("")}<line class="axis" x1="0" x2="${width}" y1="${bottom}" y2="${bottom}"/>`;

const mark = (one) => {
  const { record } = resolve(one.event);
  const alleged = Boolean(record.per);
  return `<a class="mark${alleged ? " alleged" : ""}" href="${anchor(one.event)}"><title>${day(record.date)}${alleged ? ", alleged" : ""}: ${escape(record.text)}</title>
<rect class="hit" x="${one.hit_x}" y="${one.hit_y}" width="${one.hit_width}" height="30"/>
<text x="${one.label_x}" y="${one.label_y}"><tspan class="date">${shortDay(record.date)}</tspan>${alleged ? ' <tspan class="tag">alleged</tspan>' : ""} ${escape(one.label)}</text>
<circle class="shape" cx="${one.x}" cy="${one.y}" r="4.5"/>
</a>`;
};

const column = (one) => `<a class="column" href="${one.url}"><title>${one.label}: ${one.count} event${one.count === 1 ? "" : "s"}${one.alleged ? `, ${one.alleged} of them alleged` : ""}</title>
<rect class="hit" x="${one.x}" y="${one.hit_y}" width="${one.width}" height="116"/>
${one.shape.length ? `<rect class="shape" x="${one.x}" y="${one.shape[0]}" width="${one.width}" height="${one.shape[1]}"/>\n` : ""}${one.hollow.length ? `<rect class="shape alleged" x="${one.hollow[0]}" y="${one.hollow[1]}" width="${one.hollow[2]}" height="${one.hollow[3]}"/>\n` : ""}<text class="count" x="${one.count_x}" y="${one.count_y}" text-anchor="middle">${one.count}</text>
</a>`;

function label(drawn, total) {
  if (drawn.marks) return `Timeline of ${drawn.marks.length} event${drawn.marks.length === 1 ? "" : "s"}; the list below holds the same`;
  if (!total) return "Events by year; the links above lead to each year";
  return total === 1 ? "1 event, counted by period; the list below holds it" : `${total} events, counted by period; the list below holds each`;
}

const sized = (drawn, total) => `<svg class="${drawn.size}" viewBox="0 0 ${drawn.width} ${drawn.height}" role="group" direction="ltr" aria-label="${label(drawn, total)}">
${axis(drawn)}
${drawn.marks ? drawn.marks.map(mark).join("\n") : drawn.columns.map(column).join("\n")}
</svg>`;

const key = (alleged) =>
  `<figcaption>A dot is a day; a bar is a month, a year or a span that is known no closer.${alleged ? " Hollow and dashed: alleged, known only through one statement." : ""}</figcaption>\n`;

const timelineFigure = ({ sizes, total, alleged }) => `<figure class="drawing">
${sizes.map((drawn) => sized(drawn, total)).join("\n")}
${total ? key(alleged) : ""}</figure>`;

module.exports = { timelineFigure };
