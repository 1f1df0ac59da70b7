/** systemd.unit(5): the service, shut off from everything that it does not need. */

export interface Unit {
  /** Absolute and plain. */
  readonly binary: string;
  /** Absolute and plain. */
  readonly home: string;
  readonly user: string;
  /** PAM checks passwords (auth.source = "system"): the group that may read /etc/shadow. */
  readonly readsShadow?: boolean;
}

/** Paths that mean the same to every line of a unit file: no blanks, quotes, specifiers or separators. */
export const isPlainPath = (path: string): boolean => /^(\/[\w.@+-]+)+$/.test(path);

/** Where systemd itself makes the home (StateDirectory=). */
export const STATE_DIRECTORY = "/var/lib/jabber-home";

/**
 * The unit file. Low ports by a capability of the service, not of the file: `setcap` is lost at each update.
 * No MemoryDenyWriteExecute: it would silently turn the JIT compiler off.
 * It waits for no Internet (people at home talk without), and starts again until its addresses are there. After time-sync.target:
 * where something sets the clock at the start (a Raspberry Pi has no battery), it has done so; it is not pulled in.
 * Exit codes 2 (usage), 65 (damaged database), 77 (no permission) and 78 (configuration) do not go away by starting again.
 */
export const unitFile = ({ binary, home, user, readsShadow }: Unit): string => `[Unit]
Description=Instant messaging on the Jabber network (XMPP)
After=network.target nss-lookup.target time-sync.target
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=main
User=${user}
Group=${user}
${readsShadow ? "SupplementaryGroups=shadow\n" : ""}ExecStart=${binary} run --home ${home}
ExecReload=/bin/kill -HUP $MAINPID
Restart=always
RestartSec=2
RestartPreventExitStatus=2 65 77 78
WatchdogSec=60
TimeoutStartSec=120
TimeoutStopSec=30
LimitNOFILE=65536
WorkingDirectory=${home}
${homeAccess(home)}
UMask=0077

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

/** The home is all that may be written; the homes of people are not even seen. */
function homeAccess(home: string): string {
  if (home === STATE_DIRECTORY) return "StateDirectory=jabber-home\nStateDirectoryMode=0710\nProtectHome=yes";
  if (/^\/(home|root|run\/user)(\/|$)/.test(home)) return `ProtectHome=tmpfs\nBindPaths=${home}`;
  return `ReadWritePaths=${home}\nProtectHome=yes`;
}
