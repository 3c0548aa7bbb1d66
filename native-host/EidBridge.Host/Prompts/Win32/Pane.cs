namespace EidBridge.Host.Prompts.Win32;

/// <summary>What lies below the site's address: one view.</summary>
internal abstract class Pane
{
    /// <summary>Below the address.</summary>
    public abstract IBlock Body { get; }

    /// <summary>At the bottom.</summary>
    public abstract IBlock Footer { get; }

    /// <summary>In the middle of the window, not at its top.</summary>
    public virtual bool IsCentred => false;

    /// <summary>Puts the keyboard where the person will want it.</summary>
    public virtual void Focus()
    {
    }

    /// <summary>Looks again whether confirming is possible.</summary>
    public virtual void Update()
    {
    }

    /// <summary>Escape; false means that the request is cancelled.</summary>
    public virtual bool GoBack() => false;

    /// <summary>The controls are about to go: nothing of them is touched afterwards, and what was typed is overwritten.</summary>
    public virtual void Forget()
    {
    }
}
