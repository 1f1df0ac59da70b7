/** A log that keeps its events. */
import type { LogEvent, Logger } from "../../../src/log.ts";

export function memoryLog(): Logger & { readonly events: LogEvent[] } {
  const events: LogEvent[] = [];
  const record = (event: LogEvent): void => void events.push(event);
  return { events, error: record, warn: record, info: record, debug: record };
}
