/// Every iPhone and Mac draws these. Add "image/avif" to the front where yours does (from iOS 16 on).
public let drawnByAll = ["image/webp", "image/jpeg"]

public struct Picture: Document {
    public let json: JSON
    public init(_ json: JSON) { self.json = json }

    public var alt: String { text("alt") }
    public var width: Int { json["width"].int ?? 0 }
    public var height: Int { json["height"].int ?? 0 }
    /// A thumbhash, to be shown until the picture is there.
    public var placeholder: String { text("placeholder") }

    /// The smallest file that fills `width` pixels, else the widest, of the first source that can be drawn. `among`: only of these, such
    /// as those that a bundle has.
    public func file(width: Int, drawn: [String] = drawnByAll, among isThere: (PictureFile) -> Bool = { _ in true }) -> PictureFile? {
        for source in json["sources"].list where drawn.contains(source["type"].string ?? "") {
            let files = source["srcset"].list.map(PictureFile.init).filter(isThere).sorted { $0.width < $1.width }
            if let file = files.first(where: { $0.width >= width }) ?? files.last { return file }
        }
        return nil
    }

    /// For lists, cut around the focal point.
    public func square(drawn: [String] = drawnByAll) -> PictureFile? { crop("square", drawn) }

    /// For the card of a shared link.
    public func wide(drawn: [String] = drawnByAll) -> PictureFile? { crop("wide", drawn) }

    private func crop(_ name: String, _ drawn: [String]) -> PictureFile? {
        json["crops"][name].list.map(PictureFile.init).first { drawn.contains($0.type) }
    }
}

/// Its bytes never change: keep it under its address.
public struct PictureFile: Document {
    public let json: JSON
    public init(_ json: JSON) { self.json = json }
    public var url: String { text("url") }
    public var width: Int { json["width"].int ?? 0 }
    public var type: String { text("type") }
}
