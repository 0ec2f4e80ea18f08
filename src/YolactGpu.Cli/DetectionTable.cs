using System.Globalization;
using Spectre.Console;
using YolactGpu.Data;
using YolactGpu.Data.Coco;

namespace YolactGpu.Cli;

/// <summary>
/// The table of instances: as many as people read; the files hold all. A photo is named in its first row only, and long
/// names are shortened, so that rows keep to one line of the given width.
/// </summary>
internal sealed class DetectionTable
{
    private const int MostRowsPerPhoto = 20;
    private const int FewestRowsPerPhoto = 5;
    private const int RowsOfSeveralPhotos = 100;
    private const int RowsInAll = 400;
    private const int LongestClass = 20;
    private const int UsualWidth = 80;

    /// <summary>Columns of the frame and of all cells but the photo's and the class's.</summary>
    private const int OtherColumns = 48;

    private readonly Table table = new Table()
        .Border(TableBorder.Rounded)
        .AddColumns("Photo", "Class")
        .AddColumn(new TableColumn("Score").RightAligned())
        .AddColumn(new TableColumn("Box (x1 y1 x2 y2)"))
        .AddColumn(new TableColumn("Mask px").RightAligned());

    private readonly int rowsPerPhoto;
    private readonly int photoWidth;
    private readonly int classWidth;
    private int untold;

    /// <summary>Makes an empty table.</summary>
    /// <param name="width">Columns of the terminal; null where there is none.</param>
    /// <param name="photos">How many photos will be added.</param>
    public DetectionTable(int? width, int photos)
    {
        rowsPerPhoto = Math.Clamp(RowsOfSeveralPhotos / Math.Max(photos, 1), FewestRowsPerPhoto, MostRowsPerPhoto);
        int names = (width ?? UsualWidth) - OtherColumns;
        classWidth = Math.Clamp(names * 4 / 9, 5, LongestClass);
        photoWidth = Math.Max(5, names - classWidth);
    }

    /// <summary>Adds what was found on a photo.</summary>
    public void Add(InstanceDocument document)
    {
        if (table.Rows.Count >= RowsInAll)
        {
            untold++;
            return;
        }

        string name = Shorten(document.Image.File, photoWidth);
        if (document.Instances.Count == 0)
        {
            table.AddRow(Markup.Escape(name), "nothing", "", "", "");
        }

        foreach (InstanceRecord instance in document.Instances.Take(rowsPerPhoto))
        {
            table.AddRow(
                Markup.Escape(name),
                Markup.Escape(Shorten(instance.Class, classWidth)),
                instance.Score.ToString("0.000", CultureInfo.InvariantCulture),
                string.Join(' ', instance.Box),
                instance.Area.ToString(CultureInfo.InvariantCulture));
            name = "";
        }

        int more = document.Instances.Count - rowsPerPhoto;
        if (more > 0)
        {
            table.AddRow("", $"and {more.ToString(CultureInfo.InvariantCulture)} more", "", "", "");
        }
    }

    /// <summary>Prints the table, and how many photos are not in it.</summary>
    public void Write(IAnsiConsole console, TextWriter writer)
    {
        console.Write(table);
        if (untold > 0)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"and {untold} more photos"));
        }
    }

    /// <summary>Takes the middle out of a text that is too long: both ends of a file name tell it from others.</summary>
    internal static string Shorten(string text, int longest)
    {
        text = OneLine.Of(text);
        if (text.Length <= longest)
        {
            return text;
        }

        int tail = (longest - 1) / 2;
        return $"{text[..(longest - 1 - tail)]}…{text[^tail..]}";
    }
}
