<?php
// A treatment guide, put into this page by its server. It is kept in a file for as long as the answer says, and for
// longer only while the product can't be reached. A page waits for a second at most, for all its guides together.
if (!function_exists('treatment_guide')) {
    /** HTML to show: the guide, the notice in its place if it was recalled, or else the link. */
    function treatment_guide($address, $link)
    {
        $user = function_exists('posix_geteuid') ? posix_geteuid() : get_current_user();
        $folder = sys_get_temp_dir() . "/treatment-guides-$user";
        @mkdir($folder, 0700);
        $is_ours = is_dir($folder) && !is_link($folder) && ($user === fileowner($folder) || !is_int($user));
        $file = "$folder/" . md5($address) . '.json';
        $now = time();
        $kept = $is_ours ? json_decode((string) @file_get_contents($file), true) : null;
        $kept = is_array($kept) ? $kept : ['html' => $link, 'etag' => '', 'until' => 0, 'dies' => 0];
        if ($now < $kept['until']) {
            return $kept['html'];
        }
        static $patience = []; // request => seconds that are left to it
        $request = (string) ($_SERVER['REQUEST_TIME_FLOAT'] ?? '');
        $until = microtime(true) + ($patience[$request] ?? 0.9);
        [$status, $headers, $body] = treatment_guide_ask($address, $kept['etag'], $until);
        $patience = [$request => $until - microtime(true)];
        $seconds = function ($word, $otherwise) use ($headers) {
            $said = $headers['cache-control'] ?? '';
            return preg_match("/(?:^|[\\s,])$word=(\\d+)/", $said, $found) ? (int) $found[1] : $otherwise;
        };
        $is_html = strpos($headers['content-type'] ?? '', 'text/html') === 0;
        if (($status === 304 && $kept['etag']) || ($is_html && in_array($status, [200, 404, 410], true))) {
            if ($status !== 304) {
                $kept = ['html' => $body, 'etag' => $headers['etag'] ?? ''];
            }
            $kept['until'] = $now + $seconds('max-age', 10);
            $kept['dies'] = $kept['until'] + $seconds('stale-if-error', 0);
        } else {
            if ($now >= $kept['dies'] || ($status >= 400 && $status < 500 && $status !== 429)) {
                $kept = ['html' => $link, 'etag' => '', 'dies' => 0];
            }
            $kept['until'] = $now + 10; // until then nobody else waits for the product
        }
        if ($is_ours && @file_put_contents("$file." . getmypid(), json_encode($kept))) {
            rename("$file." . getmypid(), $file);
        }
        return $kept['html'];
    }

    /** [status, headers, body]; status 0 where there is no whole answer at that moment. */
    function treatment_guide_ask($address, $etag, $until, $hops = 3)
    {
        $nothing = [0, [], ''];
        $at = parse_url($address);
        $is_tls = $at['scheme'] === 'https';
        $host = $at['host'] . (isset($at['port']) ? ":{$at['port']}" : '');
        $peer = ($is_tls ? 'tls://' : 'tcp://') . $at['host'] . ':' . ($at['port'] ?? ($is_tls ? 443 : 80));
        $patience = ($until - microtime(true)) / 2; // for the connection, and once more for its encryption
        $socket = $patience > 0 ? @stream_socket_client($peer, $code, $why, $patience) : false;
        if (!$socket) {
            return $nothing;
        }
        $path = ($at['path'] ?? '/') . (isset($at['query']) ? "?{$at['query']}" : '');
        $known = $etag ? "If-None-Match: $etag\r\n" : '';
        @fwrite($socket, "GET $path HTTP/1.0\r\nHost: $host\r\nAccept: text/html\r\n{$known}Connection: close\r\n\r\n");
        $answer = '';
        do {
            $left = $until - microtime(true);
            if ($left <= 0) {
                return $nothing;
            }
            stream_set_timeout($socket, (int) $left, (int) (fmod($left, 1) * 1e6));
            $part = (string) @fread($socket, 65536);
            $answer .= $part;
        } while ($part !== '');
        $is_late = stream_get_meta_data($socket)['timed_out'];
        fclose($socket);
        [$head, $body] = explode("\r\n\r\n", $answer, 2) + ['', ''];
        if ($is_late || !preg_match('#^HTTP/1\.[01] (\d{3})#', $head, $found)) {
            return $nothing;
        }
        $status = (int) $found[1];
        $headers = [];
        foreach (array_slice(explode("\r\n", $head), 1) as $line) {
            [$name, $value] = explode(':', $line, 2) + ['', ''];
            $headers[strtolower($name)] = trim($value);
        }
        $size = $status === 304 ? 0 : (int) ($headers['content-length'] ?? 0);
        if (isset($headers['transfer-encoding']) || strlen($body) < $size) {
            return $nothing;
        }
        $next = $headers['location'] ?? '';
        if (in_array($status, [301, 302, 307, 308], true) && $hops) {
            $next = preg_match('#^/[^/]#', $next) ? "{$at['scheme']}://$host$next" : $next;
            $is_safe = preg_match($is_tls ? '#^https://#' : '#^https?://#', $next);
            return $is_safe ? treatment_guide_ask($next, $etag, $until, $hops - 1) : $nothing;
        }
        return [$status, $headers, $body];
    }
}
echo treatment_guide('{address}', '{link}');
?>
