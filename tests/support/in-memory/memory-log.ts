/** A log that keeps its events. */
import type { LogEvent, Logger } from "../../../src/log.ts";

export function memoryLog(): Logger & { readonly events: LogEvent[] } {
  const events: LogEvent[] = [];
  const note = (event: LogEvent): void => void events.push(event);
  return { events, error: note, warn: note, info: note, debug: note };
}
