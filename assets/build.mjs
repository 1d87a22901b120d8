// Builds static/dist from npm packages and assets/: node assets/build.mjs
//   every assets/js/*.js       -> static/dist/<name>.js (a bundle each; helpers live in assets/js/lib/)
//   assets/css/app.scss        -> static/dist/app.css (with every assets/css/pages/_*.scss after it)
//   assets/icons.txt           -> static/dist/icons.svg (a sprite of the named Tabler icons)
//   @fontsource                -> static/dist/fonts/ (cut woff2 for the screen, whole Tinos TTFs for documents)
// PYTHON names the interpreter that has fontTools (default .venv/bin/python).
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import * as sass from 'sass';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const modules = join(root, 'node_modules');
const target = join(root, 'static', 'dist');
// Built beside and moved at the end, so that a failed or running build leaves the old bundles whole.
const dist = join(modules, `.portal-dist-${process.pid}`);
const TARGET = ['chrome109', 'firefox115', 'safari16'];

function buildFonts() {
  const beside = join(root, '.venv', 'bin', 'python');
  const python = process.env.PYTHON || (existsSync(beside) ? beside : 'python3');
  for (const [script, family] of [['screen_fonts.py', 'be-vietnam-pro'], ['merge_fonts.py', 'tinos']]) {
    const files = join(modules, '@fontsource', family, 'files');
    execFileSync(python, [join(here, script), files, join(dist, 'fonts')], { stdio: 'inherit' });
  }
}

async function buildStyles() {
  const pages = join(here, 'css', 'pages');
  const partials = existsSync(pages) ? readdirSync(pages).filter((name) => /^_.*\.scss$/.test(name)).sort() : [];
  const uses = partials.map((name) => `@use 'pages/${name.slice(1, -5)}' as page_${name.slice(1, -5).replace(/\W/g, '_')};`);
  const entry = join(here, 'css', 'app.scss');
  const { css } = sass.compileString([readFileSync(entry, 'utf8'), ...uses].join('\n'), {
    url: pathToFileURL(entry),
    loadPaths: [modules],
    quietDeps: true,
  });
  const { code } = await esbuild.transform(css, { loader: 'css', minify: true, target: TARGET, legalComments: 'none' });
  writeFileSync(join(dist, 'app.css'), code);
}

async function buildScripts() {
  const folder = join(here, 'js');
  const entries = readdirSync(folder).filter((name) => name.endsWith('.js')).map((name) => join(folder, name));
  await esbuild.build({
    entryPoints: entries,
    outdir: dist,
    bundle: true,
    minify: true,
    format: 'iife',
    target: TARGET,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
  });
}

function buildIcons() {
  const names = readFileSync(join(here, 'icons.txt'), 'utf8').split('\n').map((line) => line.trim());
  const symbols = [...new Set(names.filter((name) => name && !name.startsWith('#')))].sort().map((name) => {
    const [style, plain] = name.endsWith('-filled') ? ['filled', name.slice(0, -7)] : ['outline', name];
    const file = join(modules, '@tabler/icons/icons', style, `${plain}.svg`);
    if (!existsSync(file)) throw new Error(`assets/icons.txt names an icon that Tabler does not have: ${name}`);
    const body = readFileSync(file, 'utf8').replace(/[\s\S]*?<svg[^>]*>/, '').replace('</svg>', '').replace(/\s*\n\s*/g, '');
    const paint = style === 'filled' ? ' fill="currentColor" stroke="none"' : '';
    return `<symbol id="${name}" viewBox="0 0 24 24"${paint}>${body}</symbol>`;
  });
  writeFileSync(join(dist, 'icons.svg'), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`);
}

const started = Date.now();
mkdirSync(dist, { recursive: true });
try {
  buildFonts();
  buildIcons();
  await Promise.all([buildStyles(), buildScripts()]);
  rmSync(target, { recursive: true, force: true });
  renameSync(dist, target);
} finally {
  rmSync(dist, { recursive: true, force: true });
}
console.log(`static/dist built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
