/** systemd.unit(5): the service, shut off from everything that it does not need. */
import {
  commandOf,
  type Description,
  LASTING_FAILURES,
  MEMORY_HIGH,
  OPEN_FILES,
  SECONDS,
  SERVICE,
  TITLE,
  UMASK,
} from "./description.ts";

/** Its paths are plain. */
export interface Unit extends Description {
  /** PAM checks passwords (auth.source = "system"): the group that may read /etc/shadow. */
  readonly readsShadow?: boolean;
  /** A folder outside of the home that the server writes backups into: absolute, for `isWritablePath`; it may be missing for a while. */
  readonly backups?: string | undefined;
}

/** Paths that mean the same to every line of a unit file: no blanks, quotes, specifiers or separators. */
export const isPlainPath = (path: string): boolean => /^(\/[\w.@+-]+)+$/.test(path);

/** Paths that can be quoted in a unit file: on one line, and without the colon that separates two of a BindPaths=. */
export const isWritablePath = (path: string): boolean => /^\/[^\p{C}:]+$/u.test(path);

/** Where systemd itself makes the home (StateDirectory=). */
export const STATE_DIRECTORY = "/var/lib/jabber-home";

/**
 * The unit file. Low ports by a capability of the service, not of the file: `setcap` is lost at each update.
 * No MemoryDenyWriteExecute: it would silently turn the JIT compiler off.
 * It waits for no Internet (people at home talk without), and starts again until its addresses are there. After time-sync.target:
 * where something sets the clock at the start (a Raspberry Pi has no battery), it has done so; it is not pulled in.
 * Its ports are those of the socket unit, if there is one; else, or where another program has one of them, it opens them itself.
 */
export const unitFile = ({ binary, home, user, readsShadow, backups }: Unit): string => `[Unit]
Description=${TITLE}
After=network.target nss-lookup.target time-sync.target
Wants=${SERVICE}.socket
ConditionPathExists=${home}/config.toml
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=main
User=${user}
Group=${user}
${readsShadow ? "SupplementaryGroups=shadow\n" : ""}ExecStart=${commandOf({ binary, home }).join(" ")}
ExecReload=/bin/kill -HUP $MAINPID
Restart=always
RestartSec=${SECONDS.betweenStarts}
RestartPreventExitStatus=${LASTING_FAILURES.join(" ")}
WatchdogSec=60
TimeoutStartSec=${SECONDS.start}
TimeoutStopSec=${SECONDS.stop}
LimitNOFILE=${OPEN_FILES}
MemoryHigh=${MEMORY_HIGH}
WorkingDirectory=${home}
${homeAccess(home, backups)}
UMask=${UMASK.toString(8).padStart(4, "0")}

AmbientCapabilities=CAP_NET_BIND_SERVICE
CapabilityBoundingSet=CAP_NET_BIND_SERVICE
NoNewPrivileges=yes
ProtectSystem=strict
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
ProtectProc=invisible
ProcSubset=pid
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources

[Install]
WantedBy=multi-user.target
`;

/** The home and the folder of backups are all that may be written; the homes of people are not even seen. */
function homeAccess(home: string, backups: string | undefined): string {
  const others = backups === undefined ? [] : [backups];
  const bound = [...(isOfPeople(home) ? [home] : []), ...others.filter(isOfPeople).map(whereThere)];
  const written = [
    ...(home === STATE_DIRECTORY || isOfPeople(home) ? [] : [home]),
    ...others.filter((path) => !isOfPeople(path)).map(whereThere),
  ];
  return [
    ...(home === STATE_DIRECTORY ? [`StateDirectory=${SERVICE}`, "StateDirectoryMode=0710"] : []),
    ...written.map((path) => `ReadWritePaths=${path}`),
    `ProtectHome=${bound.length > 0 ? "tmpfs" : "yes"}`,
    ...bound.map((path) => `BindPaths=${path}`),
  ].join("\n");
}

const isOfPeople = (path: string): boolean => /^\/(home|root|run\/user)(\/|$)/.test(path);

/** A disk that is not connected does not keep the service from starting. */
const whereThere = (path: string): string =>
  isPlainPath(path) ? `-${path}` : `"-${path.replace(/[\\"]/g, "\\$&").replaceAll("%", "%%")}"`;
