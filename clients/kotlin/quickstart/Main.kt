// An app's first lines, whole. Arguments: the address of the server, and where an app was shipped with one, a bundle and its key.
import java.io.File
import java.io.IOException
import java.sql.DriverManager
import treatmentguides.*

fun main(arguments: Array<String>) {
    // 1. Where the copy is kept: a file that outlives the app. On Android: the AndroidDatabase of README.md.
    val store = SqliteStore(JdbcDatabase(DriverManager.getConnection("jdbc:sqlite:guides.sqlite3")))

    // 2. What came with the app, so that its first launch needs no network.
    val bundle = arguments.getOrNull(1)?.let { Bundle.open(File(it), publicKey = arguments[2]) }
    val locales = listOf("en")
    val selection = Selection(locales)
    bundle?.seed(store, selection)

    // 3. Everything once, then only what changed. Without a network, what is kept is shown.
    val client = Client(arguments[0], PlatformHttp(userAgent = "quickstart/1.0"))
    val changed = try { sync(client, store, selection) } catch (_: IOException) { emptyList() }
    val copy = Copy.open(store) ?: return println("Nothing is kept yet.")
    println("${changed.size} changed, ${copy.list("guide", locales).size} guides kept")

    // 4. A guide, with its recalls first. What is newer than this app is shown by its HTML.
    val item = copy.find("guide", "mesotherapy-for-hair", locales) ?: return println("It was never there.")
    for (recall in copy.recallsOf(item.id)) println("RECALLED: ${recall.reason}")
    val guide = item.read<Guide>() ?: return println("Gone: ${item.notice?.reason}")
    for (block in guide.sections.flatMap { it.blocks }) {
        when (val content = block.content) {
            is Step -> println("- ${content.title}: ${content.text.toText()}")
            is SideEffect -> println("! ${content.name} (${content.frequency})")
            is Newer -> println(content.fallback)
            else -> continue
        }
    }

    // 5. Its picture: from the bundle, or the file that fits this screen.
    println("${bundle?.let { guide.hero?.let { hero -> it.read(hero, width = 800) } }?.size ?: 0} bytes of the picture came with the app")
    guide.hero?.file(width = 800)?.let { println("picture: ${client.resolve(it.url)}") }
}
