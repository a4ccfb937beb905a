#!/bin/sh
# Installs the programs that tests put around the app, where they are missing and root may use apt-get: sh programs.sh
# Prints what was installed, or what is missing. The tests that need a missing program are skipped, and fail where CI is set.
PATH="$PATH:/usr/sbin:/usr/local/sbin"

has() {
  for name; do
    command -v "$name" >/dev/null && return
  done
  return 1
}

missing() {
  [ -n "$CHROME" ] || has chromium-headless-shell || echo chromium-headless-shell
  has nginx || echo nginx
  has caddy || echo caddy
}

wanted=$(echo $(missing))
[ -n "$wanted" ] || exit 0

if [ "$(id -u)" = 0 ] && has apt-get; then
  # Debian starts a server as soon as it is installed, unless this file forbids it.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy"
    trap 'rm -f "$policy"' EXIT
  fi
  # Another build may be at it.
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq -o DPkg::Lock::Timeout=600 $wanted >/dev/null
fi

left=$(echo $(missing))
if [ -n "$left" ]; then
  echo "The tests that need $left are skipped. On Debian: sudo apt-get install $left"
else
  echo "Installed $wanted for the tests."
fi
