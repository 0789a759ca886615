package treatmentguides

import java.io.ByteArrayOutputStream
import java.io.Closeable
import java.io.File
import java.io.IOException
import java.security.KeyFactory
import java.security.MessageDigest
import java.security.Signature
import java.security.SignatureException
import java.security.spec.X509EncodedKeySpec
import java.util.Base64
import java.util.zip.ZipFile
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable

/** A bundle that may not be used: not signed by this key, not as it was signed, or not of what the app syncs. */
class BadBundle(message: String) : IOException(message)

/** What a bundle holds. A later one may hold more: `files` says what. */
@Serializable
data class Manifest(
    val format: Int,
    val release: Int,
    @SerialName("released_at") val releasedAt: String = "",
    val locales: List<String>,
    /** The id of the one that it is of, if any. */
    val branch: String? = null,
    val files: List<ManifestFile> = emptyList(),
)

@Serializable
data class ManifestFile(val path: String, val bytes: Long, val sha256: String)

/** Whether the signature of the content was made by this raw public key. */
fun interface Verifier {
    fun verify(key: ByteArray, content: ByteArray, signature: ByteArray): Boolean
}

/** Java's own, from 15 on. For an Android that can't, give `Bundle.open` one over Tink or Bouncy Castle. */
val platformVerifier: Verifier = Verifier { key, content, signature ->
    val encoded = X509EncodedKeySpec(ED25519_PREFIX + key)
    try {
        val verifier = Signature.getInstance("Ed25519")
        verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(encoded))
        verifier.update(content)
        verifier.verify(signature)
    } catch (_: SignatureException) {
        false
    }
}

/** What stands before a raw key in X.509 (RFC 8410). */
private val ED25519_PREFIX = byteArrayOf(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00)
private const val FORMAT = 1
/** More than any manifest: nothing that is not signed yet fills the memory. */
private const val MOST_UNSIGNED = 16L * 1024 * 1024

/** A signed archive of guides and pictures, shipped inside an app. What is read of it is as it was signed. */
class Bundle private constructor(private val archive: ZipFile, val manifest: Manifest) : Closeable by archive {
    private val files = manifest.files.associateBy { it.path }

    companion object {
        /** `publicKey`: as `bundles/` names it. Keep it in your app; never take it from where the bundle comes from. */
        fun open(file: File, publicKey: String, verifier: Verifier = platformVerifier): Bundle {
            val archive = ZipFile(file)
            try {
                val content = archive.bytes("manifest.json", MOST_UNSIGNED)
                val signature = archive.bytes("manifest.sig", MOST_UNSIGNED)
                val key = Base64.getDecoder().decode(publicKey)
                val isSigned = verifier.verify(key, content, decode(signature))
                if (!isSigned) throw BadBundle("This bundle is not signed by that key.")
                val manifest = json.decodeFromString<Manifest>(content.decodeToString())
                if (manifest.format > FORMAT) throw BadBundle("This bundle has the format ${manifest.format}, which is newer than this app.")
                return Bundle(archive, manifest)
            } catch (error: Throwable) {
                archive.close()
                throw error
            }
        }
    }

    operator fun contains(path: String): Boolean = path in files

    /** Throws BadBundle where the file is not there or not as it was signed. */
    fun read(path: String): ByteArray {
        val signed = files[path] ?: throw BadBundle("The bundle has no $path.")
        val content = archive.bytes(path, signed.bytes)
        val digest = MessageDigest.getInstance("SHA-256").digest(content).joinToString("") { "%02x".format(it) }
        if (digest != signed.sha256) throw BadBundle("$path is not as it was signed.")
        return content
    }

    /** The file of a picture that the bundle has and that suits `width` best; null where it has none. */
    fun read(picture: Picture, width: Int, drawn: Collection<String> = DRAWN): ByteArray? =
        picture.file(width, drawn) { pathOf(it) in this }?.let { read(pathOf(it)) }

    private fun pathOf(file: PictureFile) = "pictures/${file.url.substringAfterLast('/')}"

    /**
     * Make the bundle the copy, where there is no whole one yet; returns whether it did. `selection` is what the app syncs, of which the
     * bundle must be: `sync` goes on from it, and brings what was published since.
     */
    fun seed(store: Store, selection: Selection): Boolean = synchronized(store) {
        val state = store.readState()
        if (state != null && state.shown > 0 && !state.partial) return false
        val page = json.decodeFromString<Page>(read("page.json").decodeToString())
        if (!isOf(selection, page)) throw BadBundle("The bundle is of ${manifest.locales}, branch ${manifest.branch}: sync by that very selection.")
        val begun = begin(selection, state)
        store.write(page.items, begun.copy(syncToken = page.nextSyncToken, recalls = page.recalls.orEmpty(), shown = begun.making, partial = false))
        true
    }

    /** A copy of something else would be shown until the first sync, and then be thrown away. */
    private fun isOf(selection: Selection, page: Page): Boolean {
        val slug = page.items.find { it.type == "branch" && it.id == manifest.branch }?.slug
        val isWhole = selection == Selection(selection.locales, branch = selection.branch)
        return isWhole && selection.locales?.toSet() == manifest.locales.toSet() && selection.branch in setOf(manifest.branch, slug ?: manifest.branch)
    }
}

/** Not more than `most` bytes. */
private fun ZipFile.bytes(path: String, most: Long): ByteArray {
    val entry = getEntry(path) ?: throw BadBundle("The bundle has no $path.")
    val content = ByteArrayOutputStream()
    getInputStream(entry).use { input ->
        val piece = ByteArray(64 * 1024)
        while (true) {
            val count = input.read(piece)
            if (count < 0) return content.toByteArray()
            content.write(piece, 0, count)
            if (content.size() > most) throw BadBundle("$path is larger than it may be.")
        }
    }
}

private fun decode(signature: ByteArray): ByteArray = try {
    Base64.getDecoder().decode(signature)
} catch (_: IllegalArgumentException) {
    throw BadBundle("The signature of this bundle is no base64.")
}
