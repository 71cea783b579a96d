"""What the endpoint can be asked, an operation each.

What an operation refuses it raises as ``Refusal``, with a kind of ``client.practice.problems``; the ``Envelope``
around it answers that as a problem document.
"""
