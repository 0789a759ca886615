import CZlib
import Foundation

/// The files of a ZIP archive, as bundles are: stored or deflated, less than 4 GB.
struct Zip {
    private struct Entry {
        let method: Int
        let packed: Int
        let size: Int
        let header: Int
    }

    private let data: Data
    private let entries: [String: Entry]

    /// Throws BadBundle where it is cut off, or is none.
    init(_ data: Data) throws {
        self.data = data
        guard let end = data.range(of: Data([0x50, 0x4b, 5, 6]), options: .backwards)?.lowerBound else {
            throw BadBundle("This is no whole archive.")
        }
        let count = try Zip.number(data, end + 10, 2)
        var at = data.startIndex + (try Zip.number(data, end + 16, 4))
        var found: [String: Entry] = [:]
        for _ in 0..<count {
            guard try Zip.number(data, at, 4) == 0x0201_4b50 else { throw BadBundle("This archive is damaged.") }
            let (name, extra, comment) = (try Zip.number(data, at + 28, 2), try Zip.number(data, at + 30, 2), try Zip.number(data, at + 32, 2))
            let path = String(decoding: try Zip.bytes(data, at + 46, name), as: UTF8.self)
            found[path] = Entry(
                method: try Zip.number(data, at + 10, 2), packed: try Zip.number(data, at + 20, 4),
                size: try Zip.number(data, at + 24, 4), header: data.startIndex + (try Zip.number(data, at + 42, 4))
            )
            at += 46 + name + extra + comment
        }
        entries = found
    }

    /// Not more than `most` bytes: nothing that is not signed yet fills the memory.
    func read(_ path: String, most: Int) throws -> Data {
        guard let entry = entries[path] else { throw BadBundle("The bundle has no \(path).") }
        guard entry.size <= most else { throw BadBundle("\(path) is larger than it may be.") }
        let names = try Zip.number(data, entry.header + 26, 2) + Zip.number(data, entry.header + 28, 2)
        let packed = try Zip.bytes(data, entry.header + 30 + names, entry.packed)
        switch entry.method {
        case 0: return packed
        case 8: return try inflate(packed, entry.size, path)
        default: throw BadBundle("\(path) is packed in an unknown way.")
        }
    }

    private func inflate(_ packed: Data, _ size: Int, _ path: String) throws -> Data {
        var stream = z_stream()
        guard inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw BadBundle("\(path) can't be unpacked.")
        }
        defer { inflateEnd(&stream) }
        var (input, output) = ([UInt8](packed), [UInt8](repeating: 0, count: size))
        let status = input.withUnsafeMutableBufferPointer { given in
            output.withUnsafeMutableBufferPointer { made in
                (stream.next_in, stream.avail_in) = (given.baseAddress, UInt32(given.count))
                (stream.next_out, stream.avail_out) = (made.baseAddress, UInt32(made.count))
                return CZlib.inflate(&stream, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END, stream.total_out == UInt(size) else { throw BadBundle("\(path) is damaged.") }
        return Data(output)
    }

    private static func bytes(_ data: Data, _ at: Int, _ count: Int) throws -> Data {
        guard at >= data.startIndex, count >= 0, at + count <= data.endIndex else { throw BadBundle("This archive is cut off.") }
        return data.subdata(in: at..<at + count)
    }

    private static func number(_ data: Data, _ at: Int, _ count: Int) throws -> Int {
        try bytes(data, at, count).reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
