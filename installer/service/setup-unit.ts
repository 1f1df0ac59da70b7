/** systemd.unit(5): setup, which waits for a browser on a machine without a screen. */
import { SERVICE } from "./description.ts";

/** It is not enabled by the package. Once the server starts with the machine, setup does not. Stopped, it ends with 1. `binary` is absolute. */
export const setupUnitFile = (binary: string): string => `[Unit]
Description=Setup of ${SERVICE}, which waits for a browser
After=network-online.target avahi-daemon.service
Wants=network-online.target
ConditionPathExists=!/etc/systemd/system/multi-user.target.wants/${SERVICE}.service

[Service]
ExecStart=${binary} setup --web --first-visitor
Restart=always
RestartSec=5
SuccessExitStatus=1

[Install]
WantedBy=multi-user.target
`;
