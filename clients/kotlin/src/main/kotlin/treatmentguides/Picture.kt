package treatmentguides

import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable

/** What every Android draws. Add "image/avif" to the front where yours does (from Android 12 on). */
val DRAWN: List<String> = listOf("image/webp", "image/jpeg")

@Serializable
data class Picture(
    val id: String = "",
    val alt: String = "",
    val width: Int = 0,
    val height: Int = 0,
    @SerialName("focal_point") val focalPoint: FocalPoint? = null,
    /** A thumbhash, to be shown until the picture is there. */
    val placeholder: String = "",
    /** Best first. */
    val sources: List<PictureSource> = emptyList(),
    val crops: Crops = Crops(),
) {
    /**
     * The smallest file that fills `width` pixels, else the widest, of the first source that can be drawn.
     * `among`: only of these, such as those that a bundle has.
     */
    fun file(width: Int, drawn: Collection<String> = DRAWN, among: (PictureFile) -> Boolean = { true }): PictureFile? =
        sources.filter { it.type in drawn }.firstNotNullOfOrNull { source ->
            val files = source.srcset.filter(among).sortedBy { it.width }
            files.firstOrNull { it.width >= width } ?: files.lastOrNull()
        }

    /** For lists. */
    fun square(drawn: Collection<String> = DRAWN): PictureFile? = crops.square.firstOrNull { it.type in drawn }

    /** For the card of a shared link. */
    fun wide(drawn: Collection<String> = DRAWN): PictureFile? = crops.wide.firstOrNull { it.type in drawn }
}

/** Cut around the focal point, each best first. */
@Serializable
data class Crops(val square: List<PictureFile> = emptyList(), val wide: List<PictureFile> = emptyList())

@Serializable
data class PictureSource(val type: String, val srcset: List<PictureFile> = emptyList())

/** Its bytes never change: keep it under its address. `type` is given of crops. */
@Serializable
data class PictureFile(val url: String, val width: Int = 0, val height: Int = 0, val type: String = "")

@Serializable
data class FocalPoint(val x: Double = 0.5, val y: Double = 0.5)
