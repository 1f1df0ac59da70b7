#!/bin/sh
# A Debian of its own over an unchanged folder: ROOT below, everything that is written in memory, SHARED at /shared.
# Started by unshare(1) as the first process; with "systemd" it becomes systemd, which then runs for real.
set -e
root=$1 shared=$2 kind=$3

mount --make-rprivate /
scratch=$(mktemp -d)
mount -t tmpfs tmpfs "$scratch"
mkdir "$scratch/upper" "$scratch/work" "$scratch/box"
box=$scratch/box
mount -t overlay overlay -o "lowerdir=$root,upperdir=$scratch/upper,workdir=$scratch/work" "$box"
mount -t proc proc "$box/proc"
mount -t sysfs -o ro sysfs "$box/sys"
mount -t tmpfs -o mode=755 tmpfs "$box/run"
mount -t tmpfs -o mode=1777 tmpfs "$box/tmp"
mount -t tmpfs -o mode=755 tmpfs "$box/dev"
for name in null zero full random urandom tty; do
  touch "$box/dev/$name"
  mount --bind "/dev/$name" "$box/dev/$name"
done
ln -s /proc/self/fd "$box/dev/fd"
mkdir -p "$box/dev/pts" "$box/dev/shm" "$box/shared"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$box/dev/pts"
ln -s pts/ptmx "$box/dev/ptmx"
mount --bind "$shared" "$box/shared"
ip link set lo up # already, where the network is this machine's
echo box >"$box/etc/hostname"
hostname box

if [ "$kind" = systemd ]; then
  mount -t tmpfs tmpfs "$box/sys/fs/cgroup"
  if grep -q '^[1-9][0-9]*:name=systemd:' /proc/self/cgroup; then
    mkdir "$box/sys/fs/cgroup/systemd" "$box/sys/fs/cgroup/unified"
    mount -t cgroup -o none,name=systemd cgroup "$box/sys/fs/cgroup/systemd"
    mount -t cgroup2 cgroup2 "$box/sys/fs/cgroup/unified"
  else
    mount -t cgroup2 cgroup2 "$box/sys/fs/cgroup"
  fi
fi
# Not chroot(1): systemd makes namespaces of its own, whose root is that of this one.
cd "$box"
mkdir old
pivot_root . old
umount --lazy /old
rmdir /old
mount --make-rshared /
echo ready
if [ "$kind" = systemd ]; then
  exec env -i container=other PATH=/usr/sbin:/usr/bin TERM=dumb /lib/systemd/systemd --system --unit=multi-user.target
fi
exec env -i PATH=/usr/sbin:/usr/bin sleep infinity
