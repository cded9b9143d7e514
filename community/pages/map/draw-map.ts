import { countryName } from '../../countries.ts';
import { Html, html } from '../html.ts';
import { builders, count } from '../numbers.ts';
import { type Step, stepOf, stepsUpTo } from './steps.ts';
import { world } from './world.ts';

/** What a map is coloured by: countries that may be told, the largest first. */
export type ByCountry = readonly { country_code: string; members: number }[];

/** Radius of a country that is too small to be drawn to scale, without builders and with. */
const RADII = { none: 1.5, some: 4 } as const;

/** A map of the world with its legend; the table beside it says the same in words. */
export function worldMap(countries: ByCountry): Html {
  const { width, height, sphere, lands, dots } = world();
  const steps = stepsUpTo(countries[0]?.members ?? 0);
  const counts = new Map(countries.map(({ country_code, members }) => [country_code, members]));
  const colour = (code: string | null) => {
    const members = code === null ? undefined : counts.get(code);
    return members === undefined ? '' : ` class="step${stepOf(steps, members) + 1}"`;
  };
  const title = (code: string | null) => {
    const members = code === null ? undefined : counts.get(code);
    const name = code === null ? null : countryName(code);
    if (name === null) return '';
    return html`<title>${name}${members !== undefined && `: ${builders(members)}`}</title>`.text;
  };
  const drawn = [
    ...lands.map(({ code, path }) => `<path${colour(code)} d="${path}">${title(code)}</path>`),
    ...dots.map(({ code, x, y }) => {
      const radius = counts.has(code) ? RADII.some : RADII.none;
      return `<circle${colour(code)} cx="${x}" cy="${y}" r="${radius}">${title(code)}</circle>`;
    }),
  ].join('\n');
  // Every part was made here: letters of countries, whole numbers, names that went through a template.
  return html`<svg class="map" viewBox="0 0 ${width} ${height}" role="img" aria-label="${`Map of the world, coloured by builders in each country. ${inWords(countries)}`}">
<path class="sphere" d="${sphere}"/>
<g class="lands">${new Html(drawn)}</g>
</svg>
${legend(steps)}`;
}

function inWords(countries: ByCountry): string {
  const first = countries
    .slice(0, 3)
    .map(({ country_code, members }) => `${countryName(country_code)} ${count(members)}`);
  return first.length === 0 ? 'None has five yet.' : `Most are in: ${first.join(', ')}.`;
}

function legend(steps: readonly Step[]): Html {
  const range = ({ from, to }: Step) => {
    if (to === null) return `${count(from)} or more`;
    return from === to ? count(from) : `${count(from)}–${count(to)}`;
  };
  return html`<ul class="legend" aria-label="Builders in a country">
<li><span class="swatch"></span>fewer than 5, or none</li>
${steps.map((step, i) => html`<li><span class="swatch step${i + 1}"></span>${range(step)}</li>`)}
</ul>`;
}
