// Opens reports in headless Chromium as a reader would, and says what is wrong with them.
//
//   node look.mjs FOLDER [SHOTS]     every *.html of FOLDER; pictures and printed pages go to SHOTS, where it is given
//
// Each page, at 360 and 1440 pixels: nothing is fetched, nothing is said on the console, nothing is wider than the page,
// no drawn text is cut off or lies on another, every link leads somewhere, axe finds nothing serious, the keyboard
// reaches the links and shows where it is, and it prints. One line for each fault; exit code 1 when there is one.
import { readFileSync, readdirSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const widths = [360, 1440];
const [folder, shots] = process.argv.slice(2);
const files = readdirSync(folder).filter((name) => name.endsWith('.html')).sort();
const faults = [];

if (files.length === 0) faults.push(`${folder}: no page to look at`);
if (shots) mkdirSync(shots, { recursive: true });

// The sandbox of Chromium does not start as root, and the pages are our own.
const browser = await chromium.launch({
  executablePath: process.env.ARMISTICE_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});
try {
  for (const file of files) {
    // Scripts are off for the page itself, as its own policy has it; axe runs beside it.
    const context = await browser.newContext({ bypassCSP: true });
    for (const width of widths) await look(context, file, width);
    await context.close();
  }
} finally {
  await browser.close();
}
for (const fault of faults) console.log(fault);
console.log(`${files.length} pages at ${widths.join(' and ')} pixels: ${faults.length} faults`);
process.exitCode = faults.length ? 1 : 0;

async function look(context, file, width) {
  const fault = (what) => faults.push(`${file} at ${width}: ${what}`);
  const page = await context.newPage();
  const url = pathToFileURL(resolve(folder, file)).href;
  page.on('console', (message) => fault(`console: ${message.text()}`));
  page.on('pageerror', (error) => fault(`error: ${error.message}`));
  page.on('request', (request) => request.url() === url || fault(`asks for ${request.url()}`));
  await page.setViewportSize({ width, height: 900 });
  await page.goto(url);
  for (const what of await page.evaluate(inside)) fault(what);
  // A form is a sheet of paper: it leads nowhere, and what stands on it stays on it.
  const forms = await page.locator('section.paper').count();
  if (!forms) for (const what of await keyboard(page)) fault(what);
  if (shots) {
    await pictures(page, join(shots, `${file}.${width}`), width);
  }
  if (width === Math.max(...widths)) {
    const printed = await page.pdf({ preferCSSPageSize: true, ...(shots && { path: join(shots, `${file}.pdf`) }) });
    if (printed.subarray(0, 5).toString() !== '%PDF-') fault('does not print');
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: forms ? 794 : 680, height: 900 });
    const leaves = (all) => all.filter((one) => one.lastElementChild.getBoundingClientRect().bottom > one.getBoundingClientRect().bottom).length;
    const cut = await page.locator('section.paper').evaluateAll(leaves);
    if (cut) fault(`printed: ${cut} forms are longer than their sheet`);
    for (const what of await page.evaluate(inside)) fault(`printed: ${what}`);
    // What is folded stays folded on paper, and says so.
    if (await page.locator('details:not([open])').evaluateAll((all) => all.some((one) => one.checkVisibility() && !one.querySelector('summary .fold')?.checkVisibility()))) {
      fault('a list that is folded in print does not say that the file has it');
    }
  }
  // Last, because it stands in the page as a script. On the screen's own terms again.
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize({ width, height: 900 });
  await page.addScriptTag({ content: axe });
  const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
  for (const { id, impact, nodes } of violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))) {
    fault(`axe: ${impact} ${id}, ${nodes.length} times, first ${nodes[0].html.slice(0, 160)}`);
  }
  await page.close();
}

// A long page is more than one picture can hold: a picture for each screenful of a very tall screen.
async function pictures(page, name, width) {
  const height = 2000;
  await page.setViewportSize({ width, height });
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let top = 0; top < whole; top += height) {
    await page.evaluate((y) => window.scrollTo({ top: y, behavior: 'instant' }), top);
    await page.screenshot({ path: `${name}.${String(top / height).padStart(2, '0')}.png` });
  }
}

// What can be measured from inside: runs in the page.
function inside() {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`${root.scrollWidth - root.clientWidth} pixels wider than the page`);
  if (document.scripts.length) found.push('holds a script');
  const levels = [...document.querySelectorAll('h1,h2,h3,h4,h5')].map((heading) => Number(heading.tagName[1]));
  levels.forEach((level, index) => index && level > levels[index - 1] + 1 && found.push(`heading ${index + 1} skips a level`));
  const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
  if (new Set(ids).size !== ids.length) found.push('an id stands twice');
  for (const link of document.querySelectorAll('a[href]')) {
    const to = link.getAttribute('href');
    if (!to.startsWith('#') || !document.getElementById(to.slice(1))) found.push(`a link leads nowhere: ${to}`);
  }
  // Texts of one drawing: inside the page, and none on another.
  for (const drawing of document.querySelectorAll('svg')) {
    if (drawing.parentElement.closest('svg')) continue;
    const texts = [...drawing.querySelectorAll('text')].filter((one) => one.textContent.trim() && one.checkVisibility());
    const boxes = texts.map((one) => one.getBoundingClientRect());
    boxes.forEach((box, index) => {
      const name = texts[index].textContent;
      if (box.left < -0.5 || box.right > root.clientWidth + 0.5) found.push(`a drawing's text is cut off: ${name}`);
      for (let other = 0; other < index; other += 1) {
        const with_ = boxes[other];
        const across = Math.min(box.right, with_.right) - Math.max(box.left, with_.left);
        const down = Math.min(box.bottom, with_.bottom) - Math.max(box.top, with_.top);
        if (across > 2 && down > 4) found.push(`two texts of a drawing overlap: ${name} and ${texts[other].textContent}`);
      }
    });
  }
  return found;
}

// The first stops of the tab key: the skip link, then links that show that they have the focus.
async function keyboard(page) {
  const found = [];
  const stop = async () => {
    await page.keyboard.press('Tab');
    return page.evaluate(() => {
      const at = document.activeElement;
      const box = at.getBoundingClientRect();
      const style = getComputedStyle(at);
      const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
      return { tag: at.tagName, skip: at.classList.contains('skip'), href: at.getAttribute('href'), shown, wide: box.width, left: box.left };
    });
  };
  const first = await stop();
  if (!first.skip) found.push('the first stop of the tab key is not the link to the report');
  if (first.left < 0) found.push('the link to the report stays out of sight when it has the focus');
  for (let count = 0; count < 8; count += 1) {
    const at = await stop();
    if (at.tag === 'BODY') found.push('the tab key falls out of the page');
    if (!at.shown) found.push(`no mark shows that ${at.href ?? at.tag} has the focus`);
  }
  return found;
}
