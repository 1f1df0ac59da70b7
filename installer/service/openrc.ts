/** openrc-run(8): the service of Alpine, Gentoo and others without systemd. */
import { commandOf, type Description, OPEN_FILES, SECONDS, SERVICE, TITLE, UMASK } from "./description.ts";

/** For /etc/init.d/jabber-home, which has to be executable. Its paths are plain. */
export function openrcFile(service: Description): string {
  const [command = "", ...words] = commandOf(service);
  const { home, user } = service;
  return `#!/sbin/openrc-run
# shellcheck shell=sh disable=SC2034
description="${TITLE}"
supervisor=supervise-daemon
command="${command}"
command_args="${words.join(" ")}"
command_user="${user}:${user}"
directory="${home}"
capabilities="^cap_net_bind_service"
umask=${UMASK.toString(8).padStart(4, "0")}
rc_ulimit="-n ${OPEN_FILES}"
respawn_delay=${SECONDS.betweenStarts}
respawn_max=0
retry="TERM/${SECONDS.stop}/KILL/5"
error_logger="logger -t ${SERVICE} -p daemon.info"
required_files="${home}/config.toml"
extra_started_commands="reload"

depend() {
  need localmount
  use net dns logger
  after firewall ntpd chronyd
}

reload() {
  ebegin "Reloading ${SERVICE}"
  supervise-daemon "${SERVICE}" --signal HUP
  eend $?
}
`;
}
