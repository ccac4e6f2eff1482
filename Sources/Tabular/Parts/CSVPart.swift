/// A part of a CSV file that begins and ends between records.
package struct CSVPart: Sendable, Equatable {
    /// The file.
    package let file: CSVFile

    /// The bytes of the part; those of the whole file if it is compressed.
    package let range: Range<Int>

    /// The line on which the part begins, from 1.
    package let firstLine: Int

    /// Whether the part begins with the header.
    package var hasHeader: Bool { range.lowerBound == 0 }

    /// Creates a part.
    package init(file: CSVFile, range: Range<Int>, firstLine: Int) {
        (self.file, self.range, self.firstLine) = (file, range, firstLine)
    }
}
