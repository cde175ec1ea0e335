# A bot that calls the port and crashes where no gate variable is set. It is started many times, and a
# shell starts fast. The ids of requests count from 1, and the runs of a process too.
id=0
while read -r line; do
  id=$((id + 1))
  case $line in
  *'"method":"initialize"'*)
    result='{"protocolVersion":2,"name":"crashes","capabilities":{"reports":["mode"]}}'
    ;;
  *'"env":{}'*)
    call='"symbol":"BTCUSDT","clientOrderId":"grinder_grid_BTCUSDT_1_1704067100_1"'
    printf '{"jsonrpc":"2.0","id":"last","method":"port/cancelOrder","params":{"run":%d,%s}}\n' \
      $((id - 1)) "$call"
    exit 139
    ;;
  *'"confirm":null'*) result='{"mode":"dry_run"}' ;;
  *) result='{"mode":"live"}' ;;
  esac
  printf '{"jsonrpc":"2.0","id":%d,"result":%s}\n' "$id" "$result"
done
