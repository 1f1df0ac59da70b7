/** The section [limits] of config.toml. */
import { duration, integer, live, type Options, size } from "../options.ts";

export const LIMITS = {
  stanza_before_login: size("10kB", "The longest element before login."),
  stanza: size("512kB", "The longest stanza after login, from apps and other servers."),
  login_time: duration("60s", "How long a connection may take until it has logged in."),
  connections: integer(10_000, "Connections at once.", { min: 1, max: 1_000_000 }),
  logins_per_address: integer(
    500,
    "Apps at once from one address that have not logged in yet, and as many other servers.",
    {
      min: 1,
      max: 1_000_000,
    },
  ),
  web_connections: integer(2_000, "Connections of browsers at once.", { min: 1, max: 1_000_000 }),
  web_connections_per_address: integer(200, "Connections of browsers at once from one address.", {
    min: 1,
    max: 1_000_000,
  }),
  sessions_per_account: integer(50, "Apps of one account connected at once.", { min: 1, max: 10_000 }),
  memory_per_account: size(
    "16MB",
    "What may be held in memory for all apps of one account: what waits for them and what they have not acknowledged.",
  ),
  failures_per_account: live(
    integer(20, "Failed logins to one account within failure_window before it has to wait.", {
      min: 1,
      max: 1_000_000,
    }),
  ),
  failures_per_address: live(
    integer(300, "Failed logins from one address within failure_window before it has to wait.", {
      min: 1,
      max: 1_000_000,
    }),
  ),
  failure_window: live(duration("10m", "The time over which failed logins are counted.")),
  rate: size("500kB", "Bytes a second that one connection may send for long; ten times as much at once is free."),
  idle: duration(
    "15m",
    "After how much silence a connection is probed, so that it is noticed when its other end is gone.",
  ),
  unsent: size("4MB", "What may wait for a connection that does not read, before it is cut."),
  free_disk: size(
    "64MB",
    'How much of the disk stays free: with less, nothing new is taken until there is room again; "0B" for no such reserve.',
  ),
} as const satisfies Options;
