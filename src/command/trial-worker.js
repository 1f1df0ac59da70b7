/** The worker of trial-watch.ts: gives a trial up whose main thread does nothing any more. Plain JavaScript: the executable carries it as a file. */
import { dlopen } from "bun:ffi";
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";

const F_SETFD = 2;
const symbols = {
  execve: { args: ["ptr", "ptr", "ptr"], returns: "i32" },
  fcntl: { args: ["i32", "i32", "i32"], returns: "i32" },
};

let given;
let timer;

self.onmessage = ({ data }) => {
  given = { ...given, ...data };
  clearTimeout(timer);
  timer = setTimeout(giveUp, given.after);
};

function giveUp() {
  const { state, undecided, givenUp, journal, text, program, descriptors } = given;
  if (Atomics.compareExchange(state, 0, undecided, givenUp) !== undecided) return;
  try {
    writeDurably(journal, text);
    if (program) become(program, descriptors);
  } catch {
    // The journal counts the starts of the new version.
  }
  // Whoever looks after this process starts it again.
  process.kill(process.pid, "SIGKILL");
}

function writeDurably(path, text) {
  const file = openSync(`${path}.given-up`, "w", 0o600);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.given-up`, path);
}

/** Returns only where it cannot be done. */
function become({ file, list, variables, libraries }, descriptors) {
  for (const library of libraries) {
    try {
      const { execve, fcntl } = dlopen(library, symbols).symbols;
      for (const descriptor of descriptors) fcntl(descriptor, F_SETFD, 0);
      execve(file, list, variables);
    } catch {
      // The library may have another name.
    }
  }
}
