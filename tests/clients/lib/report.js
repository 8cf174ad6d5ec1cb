'use strict';

// Standard output carries JSON lines only; whatever a library prints goes to standard error.
globalThis.console = new console.Console(process.stderr);

/** Prints one JSON line. */
function report(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Runs one step and prints how it went; the first step that fails ends the process with code 1. */
async function step(name, action) {
  try {
    const detail = await action();
    report({ step: name, ok: true, ...detail });
  } catch (error) {
    report({ step: name, ok: false, error: describe(error) });
    process.exit(1);
  }
}

/** Waits until the probe gives something other than undefined; rejects after ten seconds. */
async function until(what, probe) {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    const found = await probe();
    if (found !== undefined) {
      return found;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`gave up waiting for ${what}`);
}

/** The value of an environment variable that the script cannot do without. */
function required(name) {
  if (!process.env[name]) {
    console.error(`${name} is not set`);
    process.exit(2);
  }
  return process.env[name];
}

function describe(error) {
  const body = error.body ? ` ${JSON.stringify(error.body)}` : '';
  return `${error.name}: ${error.message}${body}`;
}

module.exports = { report, required, step, until };
