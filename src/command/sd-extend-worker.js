/** The worker of sd-notify.ts: asks for more time while the main thread has none. Plain JavaScript: the executable carries it as a file. */
import { writeSync } from "node:fs";

self.onmessage = ({ data: { socket, text, every, times } }) => {
  let left = times;
  const timer = setInterval(() => {
    left -= 1;
    try {
      writeSync(socket, text);
    } catch {
      // The service manager does not listen just now.
    }
    if (left <= 0) clearInterval(timer);
  }, every);
};
