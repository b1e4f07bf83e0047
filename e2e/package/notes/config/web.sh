# Stores the first and the last answer of the other service, and serves both. A new start is healthy.
b=/bin/busybox
$b rm -f /answers/unhealthy
$b httpd -p 9091 -h /answers
while $b sleep 2; do
  $b wget -q -O /answers/new "$SOURCE" || continue
  [ -e /answers/first ] || $b cp /answers/new /answers/first
  $b mv /answers/new /answers/last
done
