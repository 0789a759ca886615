package treatmentguides

import java.io.IOException
import java.io.InputStream
import java.net.HttpURLConnection
import java.net.URI
import java.net.URLEncoder
import java.util.zip.GZIPInputStream
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.decodeFromJsonElement
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** What is newer than this package is left out, and is no error. */
val json: Json = Json {
    ignoreUnknownKeys = true
    coerceInputValues = true
}

class Answer(val status: Int, val body: String, val retryAfter: Int = 0)

/** How an address is read. Yours may ask OkHttp or Ktor. Throws an IOException where the server can't be reached. */
fun interface Http {
    fun get(address: String): Answer
}

/** The platform's own, on Android and on a desktop. `userAgent` names your app and its version. */
class PlatformHttp(private val userAgent: String, private val timeout: Int = 20_000) : Http {
    override fun get(address: String): Answer {
        val connection = URI(address).toURL().openConnection() as HttpURLConnection
        connection.connectTimeout = timeout
        connection.readTimeout = timeout
        connection.setRequestProperty("User-Agent", userAgent)
        connection.setRequestProperty("Accept-Encoding", "gzip")
        val status = connection.responseCode
        val sent: InputStream? = if (status < 400) connection.inputStream else connection.errorStream
        val plain = if (sent != null && connection.contentEncoding == "gzip") GZIPInputStream(sent) else sent
        val body = plain?.bufferedReader()?.use { it.readText() }.orEmpty()
        return Answer(status, body, connection.getHeaderField("Retry-After")?.toIntOrNull() ?: 0)
    }
}

/** An answer that is not the thing asked for (RFC 9457). */
class Problem(val status: Int, val details: JsonObject, val retryAfter: Int) :
    IOException(details.text("detail") ?: details.text("title") ?: "The server answered $status.") {
    /** Never changes, unlike the message. */
    val code: String? get() = details.text("code")

    /** Of what was withdrawn or recalled (410): its reason must be shown. */
    val notice: Notice? get() = if ("reason" in details) json.decodeFromJsonElement<Notice>(details) else null
}

/** Reads the API. `base` is the address of the server, without a path: "https://guides.example". It waits: call it off the main thread. */
class Client(private val base: String, private val http: Http = PlatformHttp("treatment-guides-kotlin/1.0")) {
    /** Any address below /api/v1/, such as "guides/", as a class of this package or one that you generated. */
    inline fun <reified Document> get(path: String, parameters: Map<String, String?> = emptyMap()): Document =
        json.decodeFromString(read(path, parameters))

    /** The text of the answer. Throws a Problem, or another IOException where the server can't be reached. */
    fun read(path: String, parameters: Map<String, String?> = emptyMap()): String {
        val query = parameters.filterValues { it != null }.map { (name, value) -> "$name=${URLEncoder.encode(value, "UTF-8")}" }
        val answer = http.get(resolve("/api/v1/$path") + if (query.isEmpty()) "" else query.joinToString("&", "?"))
        if (answer.status in 200..299) return answer.body
        throw Problem(answer.status, problemIn(answer.body), answer.retryAfter)
    }

    /** The whole address of what a document names: root-relative or absolute. */
    fun resolve(address: String): String = URI(base).resolve(address).toString()

    private fun problemIn(body: String): JsonObject = try {
        json.parseToJsonElement(body).jsonObject
    } catch (_: IllegalArgumentException) {
        JsonObject(emptyMap())
    }
}

internal fun JsonObject.text(name: String): String? = try {
    this[name]?.jsonPrimitive?.contentOrNull
} catch (_: IllegalArgumentException) {
    null
}
