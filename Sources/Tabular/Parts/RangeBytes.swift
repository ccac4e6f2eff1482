/// A range of the bytes of a file, which must remain as it was found.
final class RangeBytes: ByteSource {
    private let description: CSVFile
    private let file: FileBytes
    private let range: Range<Int>
    private var position: Int

    /// Opens a range of a file.
    ///
    /// - Throws: ``TabularError``, if the file cannot be read or has changed.
    init(_ file: CSVFile, _ range: Range<Int>) throws {
        description = file
        self.file = try file.open()
        self.range = range
        position = range.lowerBound
    }

    var size: Int { range.count }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let wanted = min(buffer.count, range.upperBound - position)
        guard wanted > 0 else {
            // A file that was written to meanwhile may have been read in both states.
            try description.require(file)
            return 0
        }
        let count = try file.read(
            into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]), at: position)
        guard count > 0 else { throw description.hasChanged }
        position += count
        return count
    }

    func rewind() { position = range.lowerBound }
}
