/** What may be given to a server that starts, beside its home and its configuration. */
import type { Resolver } from "../dns/resolver.ts";
import type { HealthFacts } from "../doctor/facts.ts";
import type { LogLevel } from "../log.ts";
import type { InheritedSockets } from "../net/inherited-sockets.ts";

export interface StartOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** The disk refuses: the process has to end, since nothing can be promised any more. */
  readonly onFailure?: (error: Error) => void;
  /** Called with the level of a reloaded config.toml. */
  readonly setLogLevel?: (level: LogLevel) => void;
  /** Of new passwords, in characters; MIN_PASSWORD_LENGTH by default. */
  readonly minPasswordLength?: number;
  /** What is seen of the service that this server is, and of config.toml as it is now; by default nothing. */
  readonly around?: () => Pick<HealthFacts, "service" | "config">;
  /** Where other servers are looked up; by default as config.toml says. */
  readonly resolver?: Resolver;
  /** Called before any table is made or changed; where it throws, none is, and the start fails with that. */
  readonly beforeMigration?: (() => void) | undefined;
  /** Before a port is open, somebody signs in and sends a message to themselves (probe.ts). */
  readonly isProbed?: boolean;
  /** Begins to install the newest version, where updates are automatic. */
  readonly installUpdate?: (() => void) | undefined;
  /** Sockets that a service manager has opened. */
  readonly inherited?: InheritedSockets | undefined;
  /** The tables of an older database are brought up to date; what is returned is disposed of afterwards. */
  readonly migrating?: () => Disposable;
}
